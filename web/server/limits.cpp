#include "limits.hpp"

#include "problem.hpp"

#include <algorithm>

namespace paliad::web {

bool Slots::take() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (free_ == 0) return false;
  --free_;
  return true;
}

void Slots::give_back() {
  const std::lock_guard<std::mutex> lock(mutex_);
  ++free_;
}

Slot::Slot(Slots& slots) : slots_(slots) {
  if (!slots.take()) throw Problem("busy");
}

bool RateLimit::admit(const std::string& client, Time now) {
  constexpr std::size_t most_clients = 10'000;
  const std::lock_guard<std::mutex> lock(mutex_);
  if (buckets_.size() >= most_clients) forget_full_ones(now);
  if (buckets_.size() >= most_clients && buckets_.find(client) == buckets_.end()) return false;
  Bucket& bucket = buckets_.try_emplace(client, Bucket{burst_, now}).first->second;
  const std::chrono::duration<double> since = now - bucket.at;
  bucket.left = std::min(burst_, bucket.left + since.count() * rate_);
  bucket.at = now;
  if (bucket.left < 1) return false;
  bucket.left -= 1;
  return true;
}

void RateLimit::forget_full_ones(Time now) {
  for (auto at = buckets_.begin(); at != buckets_.end();) {
    const std::chrono::duration<double> since = now - at->second.at;
    const bool full = at->second.left + since.count() * rate_ >= burst_;
    at = full ? buckets_.erase(at) : std::next(at);
  }
}

std::string client_of(const std::string& peer, const std::string& forwarded_for) {
  const bool own_proxy = peer.compare(0, 4, "127.") == 0 || peer == "::1";
  if (!own_proxy || forwarded_for.empty()) return peer;
  const auto comma = forwarded_for.rfind(',');
  const std::string last =
      comma == std::string::npos ? forwarded_for : forwarded_for.substr(comma + 1);
  const auto from = last.find_first_not_of(' ');
  constexpr std::size_t longest_address = 64;
  return from == std::string::npos ? peer : last.substr(from, longest_address);
}

}  // namespace paliad::web
