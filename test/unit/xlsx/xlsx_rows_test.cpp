#include "core/xlsx/xlsx_rows.hpp"

#include <gtest/gtest.h>
#include <numeric>

namespace paliad::xlsx {
namespace {

constexpr model::Field null_field{{}, {}, true};

model::Field value(std::string_view text) { return {text, {}, false}; }

std::vector<model::Column> columns_of(const std::vector<model::CellForm>& forms) {
  std::vector<model::Column> columns;
  for (const model::CellForm form : forms)
    columns.push_back({"c", "t", model::JsonForm::text, form, -1});
  return columns;
}

// Writes row number 2, whose cells have the styles 3, 4, ... and style 9 for exceptions.
class RowsOf {
public:
  explicit RowsOf(const std::vector<model::CellForm>& forms)
      : columns_(columns_of(forms)), rows_(columns_, styles(forms.size())) {}

  std::string row(const std::vector<model::Field>& fields) {
    TextBuffer out;
    rows_.append_row(out, 2, fields.data());
    return std::string(out.view());
  }
  std::uint64_t lost(std::size_t column, CellLoss loss) const {
    return rows_.losses()[column][static_cast<std::size_t>(loss)];
  }
  std::uint64_t lost() const {
    std::uint64_t sum = 0;
    for (const auto& column : rows_.losses()) {
      sum = std::accumulate(column.begin(), column.end(), sum);
    }
    return sum;
  }

private:
  static WorksheetStyles styles(std::size_t count) {
    std::vector<int> ids(count);
    std::iota(ids.begin(), ids.end(), 3);
    return {9, ids};
  }
  std::vector<model::Column> columns_;
  XlsxRows rows_;
};

TEST(XlsxRows, EveryKindOfCell) {
  RowsOf rows({model::CellForm::text, model::CellForm::number, model::CellForm::boolean,
               model::CellForm::boolean, model::CellForm::date, model::CellForm::timestamp,
               model::CellForm::timestamptz});
  EXPECT_EQ(rows.row({value("a<b"), value("-1.50"), value("t"), value("f"), value("2024-12-31"),
                      value("2024-12-31 06:00:00"), value("2024-12-31 12:00:00+00")}),
            "<row r=\"2\">"
            "<c r=\"A2\" s=\"3\" t=\"inlineStr\"><is><t>a&lt;b</t></is></c>"
            "<c r=\"B2\" s=\"4\"><v>-1.50</v></c>"
            "<c r=\"C2\" s=\"5\" t=\"b\"><v>1</v></c>"
            "<c r=\"D2\" s=\"6\" t=\"b\"><v>0</v></c>"
            "<c r=\"E2\" s=\"7\"><v>45657</v></c>"
            "<c r=\"F2\" s=\"8\"><v>45657.25</v></c>"
            "<c r=\"G2\" s=\"9\"><v>45657.5</v></c>"
            "</row>");
  EXPECT_EQ(rows.lost(), 0U);
}

TEST(XlsxRows, NullIsNoCellAndEmptyIsOne) {
  RowsOf rows({model::CellForm::text, model::CellForm::text, model::CellForm::number});
  EXPECT_EQ(rows.row({null_field, value(""), null_field}),
            "<row r=\"2\"><c r=\"B2\" s=\"4\" t=\"inlineStr\"><is><t></t></is></c></row>");
  EXPECT_EQ(rows.row({null_field, null_field, null_field}), "<row r=\"2\"></row>");
}

TEST(XlsxRows, SpaceIsPreservedWhereItMatters) {
  RowsOf rows({model::CellForm::text});
  EXPECT_EQ(rows.row({value(" a ")}), "<row r=\"2\"><c r=\"A2\" s=\"3\" t=\"inlineStr\">"
                                      "<is><t xml:space=\"preserve\"> a </t></is></c></row>");
}

TEST(XlsxRows, WhatDoesntFitIsTextAndCounted) {
  RowsOf rows({model::CellForm::number, model::CellForm::date, model::CellForm::timestamptz});
  EXPECT_EQ(rows.row({value("9223372036854775807"), value("0044-03-15 BC"),
                      value("2024-12-31 12:00:00.000001+00")}),
            "<row r=\"2\">"
            "<c r=\"A2\" s=\"9\" t=\"inlineStr\"><is><t>9223372036854775807</t></is></c>"
            "<c r=\"B2\" s=\"9\" t=\"inlineStr\"><is><t>0044-03-15 BC</t></is></c>"
            "<c r=\"C2\" s=\"9\" t=\"inlineStr\"><is><t>2024-12-31 12:00:00.000001+00</t></is></c>"
            "</row>");
  rows.row({value("NaN"), value("infinity"), value("10000-01-01 00:00:00+00")});
  rows.row({value("NaN"), null_field, null_field});
  EXPECT_EQ(rows.lost(0, CellLoss::digits), 1U);
  EXPECT_EQ(rows.lost(0, CellLoss::not_finite), 2U);
  EXPECT_EQ(rows.lost(1, CellLoss::early_date), 1U);
  EXPECT_EQ(rows.lost(1, CellLoss::not_finite), 1U);
  EXPECT_EQ(rows.lost(2, CellLoss::fraction), 1U);
  EXPECT_EQ(rows.lost(2, CellLoss::far_date), 1U);
  EXPECT_EQ(rows.lost(), 7U);
}

TEST(XlsxRows, CutTextIsCounted) {
  RowsOf rows({model::CellForm::number, model::CellForm::text});
  const std::string text(xlsx_max_cell_units + 1, 'a');
  EXPECT_NE(rows.row({null_field, value(text)}).find(cut_mark), std::string::npos);
  EXPECT_EQ(rows.lost(1, CellLoss::cut), 1U);
  EXPECT_EQ(rows.lost(), 1U);
}

TEST(XlsxRows, AppendsAndNumbersUpToTheLastRow) {
  const std::vector<model::Column> columns = columns_of({model::CellForm::number});
  XlsxRows rows(columns, {9, {0}});
  TextBuffer out;
  out += "head";
  const model::Field field = value("7");
  rows.append_row(out, xlsx_max_rows, &field);
  EXPECT_EQ(out.view(), "head<row r=\"1048576\"><c r=\"A1048576\" s=\"0\"><v>7</v></c></row>");
}

// The longest possible beginning of a cell.
TEST(XlsxRows, TheLastColumnInTheLastStyle) {
  constexpr int last_style = 65'490;
  const std::vector<model::Column> columns(xlsx_max_columns);
  const WorksheetStyles styles{last_style, std::vector<int>(xlsx_max_columns, last_style)};
  std::vector<model::Field> fields(xlsx_max_columns, model::Field{{}, {}, true});
  fields.back() = {"x", {}, false};
  TextBuffer out;
  XlsxRows(columns, styles).append_row(out, xlsx_max_rows, fields.data());
  EXPECT_EQ(out.view(),
            "<row r=\"1048576\"><c r=\"XFD1048576\" s=\"65490\" t=\"inlineStr\"><is><t>x"
            "</t></is></c></row>");
}

TEST(XlsxRows, NoColumns) {
  XlsxRows rows({}, {});
  TextBuffer out;
  rows.append_row(out, 2, nullptr);
  EXPECT_EQ(out.view(), "<row r=\"2\"></row>");
}

TEST(ColumnLetters, Borders) {
  EXPECT_EQ(column_letters(0), "A");
  EXPECT_EQ(column_letters(25), "Z");
  EXPECT_EQ(column_letters(26), "AA");
  EXPECT_EQ(column_letters(51), "AZ");
  EXPECT_EQ(column_letters(701), "ZZ");
  EXPECT_EQ(column_letters(702), "AAA");
  EXPECT_EQ(column_letters(xlsx_max_columns - 1), "XFD");
}

}  // namespace
}  // namespace paliad::xlsx
