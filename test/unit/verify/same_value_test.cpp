#include "core/verify/same_value.hpp"

#include "core/xlsx/xlsx_cell.hpp"

#include <gtest/gtest.h>

namespace paliad::verify {
namespace {

Cell number(const char* content) { return {false, false, content}; }
Cell text(std::string_view content) { return {true, false, content}; }
Cell boolean(const char* content) { return {false, true, content}; }

TEST(SameJson, KnowsTheWaysOfJson) {
  EXPECT_TRUE(same_json("1.50", "1.50", "numeric(4,2)"));
  EXPECT_FALSE(same_json("1.50", "1.5", "numeric(4,2)"));
  EXPECT_TRUE(same_json("NaN", "\"NaN\"", "numeric"));
  EXPECT_TRUE(same_json("t", "true", "boolean"));
  EXPECT_TRUE(same_json("f", "false", "boolean"));
  EXPECT_FALSE(same_json("t", "false", "boolean"));
  EXPECT_FALSE(same_json("f", "true", "boolean"));
  EXPECT_FALSE(same_json("x", "false", "text"));
  EXPECT_TRUE(same_json("2026-11-24 03:00:00+00", "\"2026-11-24T03:00:00+00:00\"",
                        "timestamp with time zone"));
  EXPECT_FALSE(same_json("2026-11-24 03:00:00+00", "\"2026-11-24T03:00:01+00:00\"",
                         "timestamp with time zone"));
  EXPECT_TRUE(same_json("{\"a\": 1}", "{\"a\": 1}", "jsonb"));
  EXPECT_TRUE(same_json(" {\n\"a\": 1} ", "{ \"a\": 1}", "json"))
      << "blanks around it, line breaks in it";
  EXPECT_FALSE(same_json("{\"a\": 1}", "{\"a\": 2}", "jsonb"));
  EXPECT_FALSE(same_json("a", "\"b\"", "character varying(9)"));
}

TEST(SameJson, TellsNullFromEveryValue) {
  EXPECT_TRUE(same_json("null", "null", "jsonb")) << "the JSON null";
  EXPECT_TRUE(same_json(std::nullopt, "null", "text"));
  EXPECT_FALSE(same_json("", "null", "text"));
  EXPECT_FALSE(same_json("NULL", "null", "text"));
  EXPECT_FALSE(same_json(std::nullopt, "\"\"", "text"));
  EXPECT_FALSE(same_json(std::nullopt, "\"null\"", "text"));
  EXPECT_TRUE(same_json("null", "\"null\"", "text"));
}

// Only the types of JSON have a value that JSON writes as it writes NULL.
TEST(SameJson, TellsTheDocumentNullFromATextNull) {
  for (const char* type : {"text", "character varying(9)", "name", "xml", "numeric", "boolean"})
    EXPECT_FALSE(same_json("null", "null", type)) << type;
  for (const char* type : {"json", "jsonb", "paliad.document"}) {
    EXPECT_TRUE(same_json("null", "null", type)) << type;
    EXPECT_FALSE(same_json("[]", "null", type)) << type;
    EXPECT_FALSE(same_json(std::nullopt, "[]", type)) << type;
  }
  EXPECT_TRUE(same_json(" null\n", "null", "json"));
  EXPECT_TRUE(same_json(" null\n", "null", "paliad.document"));
}

TEST(SameJson, TellsADocumentFromATextOfIt) {
  EXPECT_FALSE(same_json("[1]", "\"[1]\"", "jsonb"));
  EXPECT_FALSE(same_json("[1]", "[1]", "text"));
  EXPECT_FALSE(same_json("null", "\"null\"", "jsonb"));
  EXPECT_FALSE(same_json("1", "\"1\"", "json"));
  EXPECT_TRUE(same_json("\"a\"", "\"a\"", "jsonb"));
}

TEST(SameJson, CompareOnlyNullWhereATypeWritesItsOwn) {
  for (const char* type : {"integer[]", "text[]", "numeric(4,2)[]", "paliad.mood", "mood",
                           "\"text x\"", "int4range", "paliad.text", "textual", "xmlish"}) {
    EXPECT_TRUE(same_json("{1,2}", "[1,2]", type)) << type;
    EXPECT_TRUE(same_json(std::nullopt, "null", type)) << type;
    EXPECT_FALSE(same_json(std::nullopt, "[1,2]", type)) << type;
    EXPECT_FALSE(same_json("{1,2}", "null", type)) << type;
  }
}

TEST(SameJson, ComparesEveryTypeOfTheServersOwn) {
  for (const char* type : {"smallint",
                           "integer",
                           "bigint",
                           "numeric",
                           "numeric(4,2)",
                           "real",
                           "double precision",
                           "boolean",
                           "text",
                           "character(3)",
                           "character varying",
                           "character varying(9)",
                           "\"char\"",
                           "name",
                           "uuid",
                           "date",
                           "time without time zone",
                           "time(3) with time zone",
                           "timestamp without time zone",
                           "timestamp(3) with time zone",
                           "interval",
                           "interval day to second(3)",
                           "bytea",
                           "inet",
                           "cidr",
                           "macaddr",
                           "bit(3)",
                           "bit varying(3)",
                           "money",
                           "oid",
                           "xml",
                           "json",
                           "jsonb",
                           "tsvector",
                           "tsquery",
                           "point",
                           "pg_lsn"})
    EXPECT_FALSE(same_json("bad", "\"very bad\"", type)) << type;
}

TEST(SameJson, ComparesStringsToTheirEnds) {
  EXPECT_TRUE(same_json("a\"b\\\n\x01", R"("a\"b\\\n\u0001")", "text"));
  for (const char* json : {R"("ab)", R"("a")", R"("abc")", R"("ab\")", R"(")", R"("")", ""})
    EXPECT_FALSE(same_json("ab", json, "text")) << json;
  EXPECT_FALSE(same_json("", "\"", "text"));
  EXPECT_TRUE(same_json("", "\"\"", "text"));
  const std::string long_text(3'000'000, '"');
  std::string json = "\"";
  for (std::size_t i = 0; i < long_text.size(); ++i) json += "\\\"";
  EXPECT_TRUE(same_json(long_text, json + "\"", "text"));
  EXPECT_FALSE(same_json(long_text, json + "x\"", "text"));
  EXPECT_FALSE(same_json(long_text + "x", json + "\"", "text"));
}

TEST(SameJson, ComparesNumbersToTheirEnds) {
  const std::string digits(150'000, '7');
  EXPECT_TRUE(same_json(digits, digits, "numeric"));
  EXPECT_FALSE(same_json(digits, digits + "7", "numeric"));
  EXPECT_FALSE(same_json(digits, digits.substr(1) + "8", "numeric"));
}

TEST(SameJson, ComparesDocumentsToTheirEnds) {
  EXPECT_FALSE(same_json("[1]", "[1 ]", "json"));
  EXPECT_FALSE(same_json("[1,2]", "[1]", "json"));
  EXPECT_TRUE(same_json("[1,\r\n2]\n", "[1,  2]", "json"));
  EXPECT_FALSE(same_json("[1, 2]", "[1,\n2]", "json")) << "no line break stands in a row";
}

TEST(SameCell, KnowsTheWaysOfCells) {
  EXPECT_TRUE(same_cell("12", number("12")));
  EXPECT_FALSE(same_cell("12", number("13")));
  EXPECT_FALSE(same_cell("12", number("12.0")));
  EXPECT_TRUE(same_cell("t", boolean("1")));
  EXPECT_TRUE(same_cell("f", boolean("0")));
  EXPECT_FALSE(same_cell("f", boolean("1")));
  EXPECT_FALSE(same_cell("t", boolean("0")));
  EXPECT_TRUE(same_cell("2026-11-24", number("46350")));
  EXPECT_FALSE(same_cell("2026-11-24", number("46351")));
  EXPECT_TRUE(same_cell("2026-11-24 12:00:00", number("46350.5")));
  EXPECT_FALSE(same_cell("2026-11-24 12:00:01", number("46350.5")));
  EXPECT_TRUE(same_cell("2026-11-24 12:00:00+00", number("46350.5")));
  EXPECT_TRUE(same_cell("a<b", text("a&lt;b")));
  EXPECT_FALSE(same_cell("a<b", text("a&lt;c")));
  EXPECT_FALSE(same_cell("a<b", text("a<b")));
  EXPECT_TRUE(same_cell("", text("")));
  EXPECT_TRUE(same_cell("_x0041_\x01", text("_x005F_x0041__x0001_")));
}

TEST(SameCell, TellsNullFromEveryValue) {
  EXPECT_TRUE(same_cell(std::nullopt, std::nullopt));
  EXPECT_FALSE(same_cell("", std::nullopt));
  EXPECT_FALSE(same_cell(std::nullopt, text("")));
  EXPECT_FALSE(same_cell(std::nullopt, number("0")));
  EXPECT_FALSE(same_cell(std::nullopt, boolean("0")));
}

TEST(SameCell, AnEmptyNumberIsNoValue) {
  for (const char* value : {"12", "", "NaN", "x"})
    EXPECT_FALSE(same_cell(value, number(""))) << value;
  EXPECT_FALSE(same_cell("", boolean("")));
}

TEST(SameCell, ABooleanIsTrueOrFalse) {
  for (const char* value : {"x", "", "0", "1", "true", "false", "F"})
    for (const char* content : {"0", "1"})
      EXPECT_FALSE(same_cell(value, boolean(content))) << value << " " << content;
  EXPECT_FALSE(same_cell("t", boolean("2")));
  EXPECT_FALSE(same_cell("f", boolean("")));
}

// A value that a cell can't hold as a number, a boolean or a date is in it as text.
TEST(SameCell, KnowsATextInANumbersPlace) {
  EXPECT_TRUE(same_cell("12345678901234567890", text("12345678901234567890")));
  EXPECT_TRUE(same_cell("1871-01-18", text("1871-01-18")));
  EXPECT_FALSE(same_cell("1871-01-18", text("1871-01-19")));
}

TEST(SameCell, KnowsATextThatWasCut) {
  const std::string value(40'000, 'x');
  const std::string kept(xlsx::xlsx_max_cell_units - 26, 'x');
  EXPECT_TRUE(same_cell(value, text(kept + std::string(xlsx::cut_mark))));
  EXPECT_FALSE(same_cell(value, text(value)));
  EXPECT_FALSE(same_cell("y" + value, text(kept + std::string(xlsx::cut_mark))));
}

}  // namespace
}  // namespace paliad::verify
