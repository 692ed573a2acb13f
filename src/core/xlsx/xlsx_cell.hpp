// One value in one spreadsheet cell: what Excel can hold exactly, and how it is written
// (ECMA-376 part 1, 18.3.1.96 `v`, 22.9.2.19 `ST_Xstring`). Values are PostgreSQL's text output
// with ISO dates in UTC.
#pragma once

#include "core/base/text_buffer.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace paliad::xlsx {

// Excel's own limits ("Excel specifications and limits").
inline constexpr std::uint64_t xlsx_max_rows = 1'048'576;
inline constexpr std::size_t xlsx_max_columns = 16'384;
inline constexpr std::size_t xlsx_max_cell_units = 32'767;  // UTF-16 units

// What a cell could not hold as the column's kind of cell, so that it is text, or cut.
enum class CellLoss { digits, not_finite, early_date, far_date, fraction, cut };
inline constexpr std::size_t cell_loss_count = 6;

// Ends a text that was cut.
inline constexpr std::string_view cut_mark = " […gekürzt/cut: CSV, JSON]";

// Nothing, where a numeric cell gives the number back exactly (15 significant digits, Excel's
// range, no negative zero); then the text itself is the cell's value.
std::optional<CellLoss> number_loss(std::string_view text) noexcept;

// Append the serial number of the 1900 date system (days since 1899-12-30), or append nothing and
// say why not: before 1900-03-01 readers disagree (Excel knows a 29 February 1900), after
// 9999-12-31 there is no serial, and finer than milliseconds Excel doesn't compute.
std::optional<CellLoss> append_date_serial(TextBuffer& out, std::string_view text);
std::optional<CellLoss> append_timestamp_serial(TextBuffer& out, std::string_view text);

// Appends the text as a cell's XML content, cut where it is longer than a cell can be; true where
// it was cut.
bool append_cell_text(TextBuffer& out, std::string_view text);

// True where white space at an end would be lost without xml:space="preserve".
inline bool has_outer_space(std::string_view text) noexcept {
  const auto is_space = [](char c) { return c == ' ' || c == '\n' || c == '\t'; };
  return !text.empty() && (is_space(text.front()) || is_space(text.back()));
}

// The text with what a spreadsheet would take for an escape, and what XML can't hold, as _xHHHH_;
// the XML itself is not escaped.
std::string escape_control(std::string_view text);

}  // namespace paliad::xlsx
