#include "backend/extract/row_progress.hpp"

#include "backend/postgres/clock.hpp"
#include "backend/settings.hpp"

namespace paliad::extract {

namespace {

constexpr std::uint64_t rows_at_a_time = 256;

std::uint64_t bytes_of(const model::Field* fields, std::size_t count) {
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; i < count; ++i) bytes += fields[i].text.size();
  return bytes;
}

}  // namespace

RowProgress::RowProgress(ipc::RunState& state)
    : state_(state), rate_limit_(settings::rate_limit()) {}

void RowProgress::begin(const std::string& sheet, std::size_t columns) {
  state_.begin_sheet(sheet);
  columns_ = columns;
}

void RowProgress::row(const model::Field* fields) {
  const std::uint64_t bytes = bytes_of(fields, columns_);
  bytes_ += bytes;
  if (++rows_ == rows_at_a_time) tell();
  if (!rate_limit_.note(bytes)) return;
  if (const auto wait = rate_limit_.wait_after(postgres::steady_microseconds()); wait > 0)
    postgres::sleep(wait);
}

void RowProgress::end() noexcept { tell(); }

void RowProgress::tell() noexcept {
  state_.add(rows_, bytes_);
  rows_ = 0;
  bytes_ = 0;
}

}  // namespace paliad::extract
