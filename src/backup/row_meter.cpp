#include "backup/row_meter.hpp"

#include "postgres/clock.hpp"
#include "settings.hpp"

#include <algorithm>

namespace paliad::backup {

namespace {

constexpr std::uint64_t rows_at_a_time = 256;

// An equal part of what the run may read in a second.
std::uint64_t rate_of_one(std::size_t processes) {
  const std::uint64_t limit = settings::rate_limit();
  return limit == 0 ? 0 : std::max<std::uint64_t>(limit / processes, 1);
}

std::uint64_t bytes_of(const bundle::Field* fields, std::size_t count) {
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; i < count; ++i) bytes += fields[i].text.size();
  return bytes;
}

}  // namespace

RowMeter::RowMeter(postgres::RunState& state, std::size_t processes)
    : state_(state), pace_(rate_of_one(processes)) {}

void RowMeter::begin(const std::string& sheet, std::size_t columns, bool counted) {
  state_.begin_sheet(sheet);
  columns_ = columns;
  counted_ = counted;
}

void RowMeter::row(const bundle::Field* fields) {
  const std::uint64_t bytes = bytes_of(fields, columns_);
  if (counted_) {
    bytes_ += bytes;
    if (++rows_ == rows_at_a_time) tell();
  }
  if (!pace_.note(bytes)) return;
  if (const auto wait = pace_.wait_after(postgres::steady_microseconds()); wait > 0)
    postgres::sleep(wait);
}

void RowMeter::end() noexcept { tell(); }

void RowMeter::tell() noexcept {
  state_.add(rows_, bytes_);
  rows_ = 0;
  bytes_ = 0;
}

}  // namespace paliad::backup
