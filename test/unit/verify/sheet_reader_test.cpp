#include "core/verify/sheet_reader.hpp"

#include "core/base/error.hpp"
#include "core/xlsx/xlsx_rows.hpp"
#include "unit/support/blocks.hpp"
#include "unit/support/caught.hpp"

#include <gtest/gtest.h>

namespace paliad::verify {
namespace {

using test::caught;
using test::Caught;
using test::in_blocks;

// Each cell as t, b or n for its kind, and its content; - for no cell; rows end with a newline.
std::string printable(const std::string& text, std::size_t columns, std::size_t size) {
  SheetReader reader(in_blocks(text, size), columns);
  std::string all;
  for (Cells row; reader.next(row); all += "\n") {
    EXPECT_EQ(row.size(), columns);
    for (const auto& cell : row)
      all += !cell ? "-;"
                   : (cell->is_text      ? "t"
                      : cell->is_boolean ? "b"
                                         : "n") +
                         std::string(cell->content) + ";";
  }
  return all;
}

const std::string head =
    "<worksheet><sheetData><row r=\"1\" spans=\"1:2\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>";

std::string sheet(const std::string& rows, std::size_t size = 99) {
  return printable(head + rows + "</worksheet>", 3, size);
}

TEST(SheetReader, ReadsRowsAsTheyAre) {
  const std::string cells =
      "<row r=\"2\"><c r=\"A2\" s=\"1\"><v>1</v></c><c r=\"C2\" s=\"2\" "
      "t=\"inlineStr\"><is><t>a&lt;b</t></is></c></row>"
      "<row r=\"3\"></row><row r=\"4\"><c r=\"B4\" s=\"3\" t=\"b\"><v>0</v></c></row></sheetData>";
  for (const std::size_t size : {1U, 7U, 1000U})
    EXPECT_EQ(sheet(cells, size), "n1;-;ta&lt;b;\n-;-;-;\n-;b0;-;\n");
  EXPECT_EQ(sheet("</sheetData>", 9), "");
}

TEST(SheetReader, ReadsATextWhoseBlanksAreKept) {
  EXPECT_EQ(sheet("<row r=\"2\"><c r=\"A2\" s=\"1\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> "
                  "a\n</t></is></c><c r=\"B2\" s=\"1\" t=\"inlineStr\"><is><t></t></is></c></row>"
                  "</sheetData>"),
            "t a\n;t;-;\n");
}

TEST(SheetReader, ReadsTheRowsOfATableWithoutColumns) {
  EXPECT_EQ(printable("<x><sheetData><row r=\"2\"></row><row r=\"3\"></row></sheetData>", 0, 5),
            "\n\n");
  EXPECT_EQ(printable("<x><sheetData></sheetData>", 0, 5), "");
}

// More columns than one letter, and than two letters, can name.
TEST(SheetReader, ReadsWhatTheWriterWrites) {
  using model::CellForm;
  constexpr std::size_t columns = 16'384;
  std::vector<model::Column> all(columns);
  for (std::size_t i = 0; i < columns; ++i)
    all[i].cell = i % 3 == 0 ? CellForm::text : i % 3 == 1 ? CellForm::number : CellForm::boolean;
  xlsx::XlsxRows writer(all, {9, std::vector<int>(columns, 7)});
  TextBuffer rows;
  std::string expected;
  for (std::uint64_t number = 2; number < 4; ++number) {
    std::vector<model::Field> fields(columns);
    for (std::size_t i = 0; i < columns; ++i) {
      fields[i].is_null = i % 5 == number;
      fields[i].text = i % 3 == 0 ? "a&b " : i % 3 == 1 ? "-1.50" : "t";
      expected += fields[i].is_null ? "-;"
                  : i % 3 == 0      ? "ta&amp;b ;"
                  : i % 3 == 1      ? "n-1.50;"
                                    : "b1;";
    }
    expected += "\n";
    writer.append_row(rows, number, fields.data());
  }
  const std::string text = head + std::string(rows.view()) + "</sheetData>";
  EXPECT_TRUE(printable(text, columns, 10'000) == expected);
}

TEST(SheetReader, ReadsLongValues) {
  const std::string value(3'000'000, 'x');
  EXPECT_TRUE(sheet("<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>" + value +
                        "</t></is></c></row></sheetData>",
                    65'536) == "t" + value + ";-;-;\n");
}

TEST(SheetReader, RefusesWhatIsNone) {
  const auto refused = [](const std::string& rows, const std::string& why) {
    for (const std::size_t size : {1U, 1000U})
      EXPECT_EQ(caught([&] { sheet(rows, size); }), (Caught{"XX001", why, "", ""})) << rows;
  };
  const auto refused_cell = [&](const std::string& cell, const std::string& why) {
    refused("<row r=\"2\">" + cell + "</row></sheetData>", why);
  };
  refused("<row r=\"3\"></row></sheetData>", "a row of the worksheet is missing or out of order");
  refused("<row r=\"2\"></row><row r=\"2\"></row></sheetData>",
          "a row of the worksheet is missing or out of order");
  refused("<row r=\"1\"></row></sheetData>", "a row of the worksheet is missing or out of order");
  refused("", "a row of the worksheet is missing or out of order");
  refused("<row r=\"2\">", "a row of the worksheet never ends");
  refused_cell("<c r=\"A2\"><v>1</v>", "a cell never ends");
  refused_cell("<c r=\"D2\"><v>1</v></c>",
               "a cell is outside the header's columns, or its column has two");
  refused_cell("<c r=\"ZZZZ2\"><v>1</v></c>",
               "a cell is outside the header's columns, or its column has two");
  refused_cell("<c r=\"A2\"><v>1</v></c><c r=\"A2\"><v>1</v></c>",
               "a cell is outside the header's columns, or its column has two");
  refused_cell("<c r=\"A3\"><v>1</v></c>", "a cell is in another row than it says");
  refused_cell("<c r=\"A\"><v>1</v></c>", "a cell is in another row than it says");
  refused_cell("<c r=\"2\"><v>1</v></c>", "a cell has no column");
  refused_cell("<c r=\"a2\"><v>1</v></c>", "a cell has no column");
  refused_cell("<c r=\"A2></c>", "a cell has no reference");
  refused_cell("<c r=\"A2\"></c>", "a cell has no value");
  refused_cell("<c r=\"A2\"</c>", "a cell never ends");
  refused_cell("<c r=\"A2\"><f>1+1</f><v>1</v></c>", "a cell has no value");
  refused_cell("<c r=\"A2\"><v>1</c>", "a cell's value never ends");
  refused_cell("<c r=\"A2\"><v>1</v><f>1+1</f></c>", "a cell has more than its value");
  refused_cell("<c r=\"A2\" t=\"inlineStr\"><v>1</v></c>", "a text cell has no text");
  refused_cell("<c r=\"A2\" t=\"inlineStr\"><is><t</c>", "a text cell has no text");
  refused_cell("<c r=\"A2\" t=\"inlineStr\"><is><t>a</c>", "a cell's text never ends");
  refused_cell("<c r=\"A2\" t=\"inlineStr\"><is><t>a</t></is><v>1</v></c>",
               "a cell has more than its value");
  refused_cell("<x/></c>", "a row of the worksheet has something other than cells");
  refused_cell(" <c r=\"A2\"><v>1</v></c>",
               "a row of the worksheet has something other than cells");
}

TEST(SheetReader, RefusesAWorksheetWithoutAHead) {
  const auto refused = [](const std::string& text, const std::string& why) {
    EXPECT_EQ(caught([&] { printable(text, 3, 7); }), (Caught{"XX001", why, "", ""})) << text;
  };
  refused("", "the worksheet has no <sheetData>");
  refused("<worksheet></worksheet>", "the worksheet has no <sheetData>");
  refused("<worksheet><sheetData>", "the worksheet has no header");
  refused("<worksheet><sheetData></sheetData></worksheet>", "the worksheet has no header");
  refused("<worksheet><sheetData><row r=\"2\" s=\"1\"></row></sheetData>",
          "the worksheet has no header");
  refused(head, "the worksheet's rows never end");
  refused(head + "<row r=\"2\"></row>", "the worksheet's rows never end");
}

TEST(SheetReader, WhatABlockThrowsComesOut) {
  SheetReader reader([]() -> std::string_view { throw Error(sqlstate::query_canceled, "enough"); },
                     1);
  Cells row;
  EXPECT_EQ(caught([&] { reader.next(row); }), (Caught{"57014", "enough", "", ""}));
}

}  // namespace
}  // namespace paliad::verify
