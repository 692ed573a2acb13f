#include "core/policy/rate_limit.hpp"

#include <algorithm>

namespace paliad::policy {

namespace {

constexpr std::uint64_t looks_a_second = 50;
constexpr std::int64_t second = 1'000'000;

}  // namespace

bool RateLimit::note(std::uint64_t bytes) noexcept {
  if (rate_ == 0) return false;
  noted_ += bytes;
  return noted_ >= std::max<std::uint64_t>(rate_ / looks_a_second, 1);
}

std::int64_t RateLimit::wait_after(std::int64_t now) noexcept {
  if (rate_ == 0) return 0;
  const double seconds = static_cast<double>(noted_) / static_cast<double>(rate_);
  due_ = std::max(due_, now - second / static_cast<std::int64_t>(looks_a_second)) +
         static_cast<std::int64_t>(seconds * static_cast<double>(second));
  noted_ = 0;
  return std::max<std::int64_t>(due_ - now, 0);
}

}  // namespace paliad::policy
