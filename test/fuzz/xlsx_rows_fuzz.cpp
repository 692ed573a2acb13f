// A worksheet's rows are the expected XML and nothing else, every value is read back from them, and
// every value that is not of its column's kind is counted.
#include "core/xlsx/xlsx_rows.hpp"

#include "fuzz/input.hpp"
#include "fuzz/row.hpp"
#include "fuzz/strict_xml.hpp"

#include <numeric>

namespace paliad::fuzz {
namespace {

using model::CellForm;
using model::Column;

constexpr CellForm forms[] = {CellForm::text, CellForm::number,    CellForm::boolean,
                              CellForm::date, CellForm::timestamp, CellForm::timestamptz};
constexpr int exception_style = 99;

std::vector<Column> take_columns(Input& input) {
  std::vector<Column> columns(1 + input.number(6));
  for (Column& column : columns) column.cell = forms[input.number(std::size(forms))];
  return columns;
}

xlsx::WorksheetStyles styles_of(const std::vector<Column>& columns) {
  std::vector<int> ids(columns.size());
  std::iota(ids.begin(), ids.end(), 3);
  return {exception_style, std::move(ids)};
}

Row take_row(Input& input, const std::vector<Column>& columns) {
  Row row;
  for (const Column& column : columns) {
    if (input.number(8) == 1)
      row.emplace_back();
    else if (column.cell == CellForm::boolean)
      row.emplace_back(input.flag() ? "t" : "f");
    else
      row.emplace_back(input.long_text());
  }
  return row;
}

std::string written(xlsx::XlsxRows& encoder, std::uint64_t number, const Row& row) {
  TextBuffer out;
  encoder.append_row(out, number, fields_of(row).data());
  return std::string(out.view());
}

// The number of losses so far: values in the worksheet as text, and values that were cut.
struct Losses {
  std::uint64_t as_text = 0;
  std::uint64_t cut = 0;
};

class RowCheck {
public:
  explicit RowCheck(const std::vector<Column>& columns) : columns_(columns) {}

  void check(std::string_view xml, const std::string& number, const Row& row) {
    StrictXml reader(xml);
    require(reader.open("row") == Attributes{{"r", number}}, "a row has its number");
    for (std::size_t i = 0; i < row.size(); ++i)
      if (row[i]) check_cell(reader, i, number, *row[i]);
    reader.close("row");
    require(reader.at_end(), "nothing follows a row");
  }

  Losses expected;

private:
  using Attributes = StrictXml::Attributes;

  void check_cell(StrictXml& reader, std::size_t column, const std::string& row,
                  const std::string& value) {
    const CellForm form = columns_[column].cell;
    Attributes cell = reader.open("c");
    require(cell["r"] == std::string(1, static_cast<char>('A' + column)) + row,
            "a cell has its place");
    const bool is_text = cell["t"] == "inlineStr";
    const int style =
        is_text && form != CellForm::text ? exception_style : 3 + static_cast<int>(column);
    require(cell["s"] == std::to_string(style), "a cell has its style");
    if (is_text) {
      if (form != CellForm::text) ++expected.as_text;
      check_text(reader, value);
    } else {
      require(form != CellForm::text, "a text is text");
      require(cell["t"] == (form == CellForm::boolean ? "b" : ""), "a cell has its type");
      check_number(reader, form, value);
    }
    reader.close("c");
  }

  void check_text(StrictXml& reader, const std::string& value) {
    reader.open("is");
    const Attributes attributes = reader.open("t");
    const std::string shown = spreadsheet_text(reader.text());
    reader.close("t");
    reader.close("is");
    if (shown != value) ++expected.cut;
    const bool keeps_space = attributes == Attributes{{"xml:space", "preserve"}};
    require(keeps_space || attributes.empty(), "a text has no other attributes");
    require(keeps_space || !xlsx::has_outer_space(shown), "outer space is kept");
  }

  static void check_number(StrictXml& reader, CellForm form, const std::string& value) {
    reader.open("v");
    const std::string number = reader.text();
    reader.close("v");
    require(!number.empty() && number.find_first_not_of("0123456789.-+e") == std::string::npos,
            "a number is a number");
    if (form == CellForm::number) require(number == value, "a number comes back");
    if (form == CellForm::boolean)
      require(number == (value == "t" ? "1" : "0"), "a boolean comes back");
  }

  const std::vector<Column>& columns_;
};

void require_counted(const xlsx::XlsxRows& encoder, const Losses& expected) {
  Losses counted;
  for (const auto& column : encoder.losses())
    for (std::size_t loss = 0; loss < column.size(); ++loss)
      (loss == static_cast<std::size_t>(xlsx::CellLoss::cut) ? counted.cut : counted.as_text) +=
          column[loss];
  require(counted.as_text == expected.as_text, "what is text instead is counted");
  require(counted.cut == expected.cut, "what is cut is counted, and nothing else differs");
}

}  // namespace
}  // namespace paliad::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace paliad::fuzz;
  Input input(data, size);
  const std::vector<Column> columns = take_columns(input);
  paliad::xlsx::XlsxRows encoder(columns, styles_of(columns));
  RowCheck check(columns);
  for (std::uint64_t number = 2; !input.empty(); ++number) {
    const Row row = take_row(input, columns);
    check.check(written(encoder, number, row), std::to_string(number), row);
  }
  require_counted(encoder, check.expected);
  return 0;
}
