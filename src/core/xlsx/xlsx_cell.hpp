// One value in one spreadsheet cell: what Excel can hold exactly, and how it is written
// (ECMA-376 part 1, 18.3.1.96 `v`, 22.9.2.19 `ST_Xstring`). Values are PostgreSQL's text output
// in UTF-8, with ISO dates in UTC.
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

// Why a value is not stored exactly in the column's kind of cell. It is then stored as text, and
// with `cut` as a part of the text.
enum class CellLoss { digits, not_finite, early_date, far_date, fraction, cut };
inline constexpr std::size_t cell_loss_count = 6;

// Ends a text that was cut.
inline constexpr std::string_view cut_mark = " […gekürzt/cut: CSV, JSON]";

// nullopt where a numeric cell holds the number exactly (at most 15 significant digits, Excel's
// range, no negative zero): then the text itself is the cell's value. Otherwise the reason.
std::optional<CellLoss> number_loss(std::string_view text) noexcept;

// Append the serial number of the 1900 date system (days since 1899-12-30), or append nothing and
// return the reason. Programs disagree about dates before 1900-03-01 (Excel has a 29 February
// 1900), there is no serial number after 9999-12-31, and Excel's precision is one millisecond.
std::optional<CellLoss> append_date_serial(TextBuffer& out, std::string_view text);
std::optional<CellLoss> append_timestamp_serial(TextBuffer& out, std::string_view text);

// Appends the text, escaped, as a cell's XML content. A text of more than xlsx_max_cell_units is
// cut and ends with cut_mark. Returns whether it was cut.
bool append_cell_text(TextBuffer& out, std::string_view text);

// Whether the text begins or ends with white space, which is lost without xml:space="preserve".
inline bool has_outer_space(std::string_view text) noexcept {
  const auto is_space = [](char c) { return c == ' ' || c == '\n' || c == '\t'; };
  return !text.empty() && (is_space(text.front()) || is_space(text.back()));
}

// The text with _xHHHH_ for each character that XML can't hold, and for an underscore that a
// spreadsheet would read as the beginning of such an escape. &, < and > stay as they are.
std::string escape_control(std::string_view text);

}  // namespace paliad::xlsx
