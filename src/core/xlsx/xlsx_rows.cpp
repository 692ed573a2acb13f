#include "core/xlsx/xlsx_rows.hpp"

#include <charconv>

namespace paliad::xlsx {

namespace {

// Appends the value of a cell that is no text; otherwise appends nothing and returns the reason.
std::optional<CellLoss> append_value(TextBuffer& out, model::CellForm form, std::string_view text) {
  switch (form) {
  case model::CellForm::number: {
    const auto loss = number_loss(text);
    if (!loss) out += text;
    return loss;
  }
  case model::CellForm::boolean:
    out += text == "t" ? '1' : '0';
    return std::nullopt;
  case model::CellForm::date:
    return append_date_serial(out, text);
  case model::CellForm::timestamp:
  case model::CellForm::timestamptz:
    return append_timestamp_serial(out, text);
  case model::CellForm::text:
    break;
  }
  return CellLoss::digits;
}

}  // namespace

XlsxRows::XlsxRows(const std::vector<model::Column>& columns, const WorksheetStyles& styles)
    : losses_(columns.size()) {
  shapes_.reserve(columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const model::CellForm form = columns[i].cell;
    const std::string own = "\" s=\"" + std::to_string(styles.columns.at(i)) + '"';
    const std::string exception = "\" s=\"" + std::to_string(styles.text) + '"';
    shapes_.push_back(
        {form, Phrase("<c r=\"" + column_letters(i)),
         Phrase(own + (form == model::CellForm::boolean ? " t=\"b\"><v>" : "><v>")),
         Phrase((form == model::CellForm::text ? own : exception) + " t=\"inlineStr\"><is><t")});
  }
}

void XlsxRows::append_row(TextBuffer& out, std::uint64_t number, const model::Field* fields) {
  std::array<char, 20> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
  const Phrase digits({buffer.data(), static_cast<std::size_t>(end - buffer.data())});
  out += "<row r=\"";
  out += digits;
  out += "\">";
  for (std::size_t i = 0; i < shapes_.size(); ++i) {
    if (!fields[i].is_null) append_cell(out, i, digits, fields[i].text);
  }
  out += "</row>";
}

void XlsxRows::append_cell(TextBuffer& out, std::size_t column, const Phrase& row_digits,
                           std::string_view text) {
  const CellShape& shape = shapes_[column];
  out += shape.reference;
  out += row_digits;
  if (shape.form == model::CellForm::text) return append_text(out, column, text);
  const std::size_t mark = out.size();
  out += shape.value;
  if (const auto loss = append_value(out, shape.form, text)) {
    count(column, *loss);
    out.cut(mark);
    return append_text(out, column, text);
  }
  out += "</v></c>";
}

void XlsxRows::append_text(TextBuffer& out, std::size_t column, std::string_view text) {
  out += shapes_[column].text;
  out += has_outer_space(text) ? " xml:space=\"preserve\">" : ">";
  if (append_cell_text(out, text)) count(column, CellLoss::cut);
  out += "</t></is></c>";
}

std::string column_letters(std::size_t column) {
  std::string letters;
  for (std::size_t left = column + 1; left > 0; left = (left - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (left - 1) % 26));
  }
  return letters;
}

}  // namespace paliad::xlsx
