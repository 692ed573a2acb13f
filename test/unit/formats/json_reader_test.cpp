#include "core/formats/json_reader.hpp"

#include "core/base/error.hpp"
#include "core/formats/json_writer.hpp"
#include "unit/support/blocks.hpp"
#include "unit/support/caught.hpp"

#include <gtest/gtest.h>
#include <string>

namespace paliad::formats {
namespace {

using test::caught;
using test::Caught;
using test::in_blocks;

// name=value; for each member; rows end with a newline.
std::string json(const std::string& text, std::size_t size) {
  JsonReader reader(in_blocks(text, size));
  std::string shown;
  for (Members row; reader.next(row); shown += "\n")
    for (const auto& [name, value] : row) shown.append(name).append("=").append(value).append(";");
  return shown;
}

TEST(JsonReader, ReadsRowsAsTheyAre) {
  for (const std::size_t size : {1U, 3U, 1000U}) {
    EXPECT_EQ(json("[\n]\n", size), "");
    EXPECT_EQ(
        json("[\n{\"a\":1.50,\"b\":\"x,\\\"}\"},\n{\"a\":null,\"b\":{\"c\":[1,\"]\"]}}\n]\n", size),
        "\"a\"=1.50;\"b\"=\"x,\\\"}\";\n\"a\"=null;\"b\"={\"c\":[1,\"]\"]};\n");
    EXPECT_EQ(json("[\n{}\n]\n", size), "\n");
    EXPECT_EQ(json("[\n{},\n{}\n]\n", size), "\n\n");
    EXPECT_EQ(json("[\n{\"a\":  [1, 2] }\n]\n", size), "\"a\"=[1, 2];\n");
  }
}

TEST(JsonReader, LosesNoDigitAndNoEscape) {
  EXPECT_EQ(json("[\n{\"n\\u00fc\\\"\":1234567890123456789012345678901234567890.10e+400,"
                 "\"a\":\"\\u00fc\\\\\",\"a\":true}\n]\n",
                 1000),
            "\"n\\u00fc\\\"\"=1234567890123456789012345678901234567890.10e+400;"
            "\"a\"=\"\\u00fc\\\\\";\"a\"=true;\n");
}

TEST(JsonReader, ReadsWhatTheWriterWrites) {
  using model::JsonForm;
  const std::vector<model::Column> columns{{"say \"a\"", "text", JsonForm::text},
                                           {"b,}", "numeric", JsonForm::number},
                                           {"c", "boolean", JsonForm::boolean},
                                           {"d", "jsonb", JsonForm::json},
                                           {"e", "text[]", JsonForm::separate}};
  const model::Field rows[][5] = {{{"x\n\"\\\x01ü", {}, false},
                                   {"NaN", {}, false},
                                   {"t", {}, false},
                                   {"{\"a\": \n[1, \"}\"]}", {}, false},
                                   {"{]}", "[\"]\"]", false}},
                                  {{"", {}, false},
                                   {"-0.50", {}, false},
                                   {"f", {}, false},
                                   {"null", {}, false},
                                   {{}, {}, true}}};
  formats::JsonRows writer(columns);
  TextBuffer text;
  writer.open(text);
  for (const auto& row : rows) writer.append_row(text, row);
  writer.close(text);
  for (const std::size_t size : {1U, 10U, 1000U})
    EXPECT_EQ(json(std::string(text.view()), size),
              "\"say \\\"a\\\"\"=\"x\\n\\\"\\\\\\u0001ü\";\"b,}\"=\"NaN\";\"c\"=true;"
              "\"d\"={\"a\":  [1, \"}\"]};\"e\"=[\"]\"];\n"
              "\"say \\\"a\\\"\"=\"\";\"b,}\"=-0.50;\"c\"=false;\"d\"=null;\"e\"=null;\n");
}

TEST(JsonReader, RefusesWhatIsNone) {
  const auto refused = [](const std::string& text, const std::string& why) {
    for (const std::size_t size : {1U, 100U})
      EXPECT_EQ(caught([&] { json(text, size); }), (Caught{"XX001", why, "", ""})) << text;
  };
  refused("", "it does not begin as a JSON array");
  refused("[]\n", "it does not begin as a JSON array");
  refused("{\"a\":1}\n", "it does not begin as a JSON array");
  refused("[\n", "the JSON array never ends");
  refused("[\n]", "the JSON array never ends");
  refused("[\n{\"a\":1}\n", "the JSON array never ends");
  refused("[\n{\"a\":1}\n{\"a\":2}\n]\n", "a row follows one without a comma");
  refused("[\n1\n]\n", "a row is not a JSON object");
  refused("[\n\n]\n", "a row is not a JSON object");
  refused("[\n,\n]\n", "a row is not a JSON object");
  refused("[\n{\n]\n", "a row is not a JSON object");
  refused("[\n{\"a\"}\n]\n", "a JSON value is missing");
  refused("[\n{\"a\":}\n]\n", "a JSON value is missing");
  refused("[\n{\"a\":\n]\n", "a JSON value is missing");
  refused("[\n{\"a\":\"x}\n]\n", "a JSON string never ends");
  refused("[\n{\"a\":[1,\n]\n", "a JSON object or array never ends");
  refused("[\n{\"a\":1\n]\n", "a row's JSON object never ends");
  refused("[\n{\"a\":\"x\"\n]\n", "a row's JSON object never ends");
  refused("[\n{\"a\":\"x\" 1}\n]\n", "a comma is missing between JSON members");
  refused("[\n{a:1}\n]\n", "a JSON name is missing");
  refused("[\n]\nmore\n", "there is text after the JSON array");
  refused("[\n]\n\n\n", "there is text after the JSON array");
  refused("[\n{\"a\":\"x\",,\n]\n", "a JSON name is missing");  // the line ends there
  refused("[\n{\"a\\\n]\n", "a JSON string never ends");
}

TEST(JsonReader, RefusesARowThatIsNoJson) {
  const auto refused = [](const std::string& row, const std::string& why) {
    EXPECT_EQ(caught([&] { json("[\n" + row + "\n]\n", 100); }), (Caught{"XX001", why, "", ""}))
        << row;
  };
  const std::string behind = "there is text after a row's JSON object";
  for (const char* row : {R"({"a":1} garbage)", R"({"a":1}{"b":2})", "{}x", R"({"a":1}})", "{} "})
    refused(row, behind);
  for (const char* row :
       {R"({"a":1,})", "{,}", "{ }", R"({"a":{1:2}})", R"({"a":{,}})", R"({"a":{"b":1,}})"})
    refused(row, "a JSON name is missing");
  for (const char* row : {R"({"a":})", R"({"a":,"b":1})", R"({"a":[1,]})", R"({"a":[,1]})",
                          R"({"a":{"b"}})", R"({"a":{"b":}})", R"({"a" 1})"})
    refused(row, "a JSON value is missing");
  for (const char* row :
       {R"({"a":b c})", R"({"a":nul})", R"({"a":True})", R"({"a":NaN})", R"({"a":01})",
        R"({"a":1.})", R"({"a":+1})", R"({"a":[1,x]})", R"({"a":'b'})", R"({"a":1{"b":2})"})
    refused(row, "an unknown word in the JSON");
  for (const char* row : {R"({"a":[1}})", R"({"a":{"b":1]})", R"({"a":[1 2]})", R"({"a":[[1]})"})
    refused(row, "a JSON object or array goes on without a comma");
  for (const char* row : {R"({"a":[1)", R"({"a":[[1])", R"({"a":{"b":{})"})
    refused(row, "a JSON object or array never ends");
  for (const char* row :
       {R"({"a":"\x"})", R"({"a":"\u12"})", R"({"a":"\u12g4"})", R"({"\a":1})", R"({"a":["\'"]})"})
    refused(row, "a JSON string has an unknown escape");
  refused("{\"a\":\"\t\"}", "a JSON string has a control character");
  refused("{\"a\":1 2}", "a comma is missing between JSON members");
}

TEST(JsonReader, RefusesACommaBehindTheLastRow) {
  for (const std::size_t size : {1U, 100U})
    EXPECT_EQ(caught([&] { json("[\n{\"a\":1},\n]\n", size); }),
              (Caught{"XX001", "no row follows the last comma", "", ""}));
}

TEST(JsonReader, ReadsEveryKindOfValue) {
  for (const char* value :
       {"null", "true", "false", "0", "-0", "-1.50e+400", "1E5", R"("\"\\\/\b\f\n\r\t\u00fC")",
        "[]", "{}", "[ ]", "{ }", "[[],{}]", R"({"a" : [ 1 , {"b":"]"} ] , "":null})", "\"\x7F\""})
    EXPECT_EQ(json("[\n{\"a\":" + std::string(value) + "}\n]\n", 100),
              "\"a\"=" + std::string(value) + ";\n");
  EXPECT_EQ(json("[\n{\"a\": null ,\"b\": \t1 }\n]\n", 100), "\"a\"=null;\"b\"=1;\n");
}

TEST(JsonReader, ReadsWhatIsDeep) {
  constexpr std::size_t depth = 1'000'000;
  const std::string value = std::string(depth, '[') + std::string(depth, ']');
  EXPECT_TRUE(json("[\n{\"a\":" + value + "}\n]\n", 100'000) == "\"a\"=" + value + ";\n");
  EXPECT_EQ(caught([&] { json("[\n{\"a\":[" + value + "}\n]\n", 100'000); }).state, "XX001");
}

TEST(JsonReader, ReadsLongRows) {
  const std::string long_value = '"' + std::string(3'000'000, 'x') + '"';
  for (const std::size_t size : {65'536U, 5'000'000U}) {
    JsonReader reader(
        in_blocks("[\n{\"a\":1},\n{\"a\":" + long_value + "},\n{\"a\":2}\n]\n", size));
    Members row;
    ASSERT_TRUE(reader.next(row));
    EXPECT_EQ(row[0].second, "1");
    ASSERT_TRUE(reader.next(row));
    EXPECT_TRUE(row[0].second == long_value);
    ASSERT_TRUE(reader.next(row));
    EXPECT_EQ(row[0].second, "2");
    EXPECT_FALSE(reader.next(row));
    EXPECT_TRUE(row.empty());
  }
}

TEST(JsonReader, WhatABlockThrowsComesOut) {
  JsonReader reader([]() -> std::string_view { throw Error(sqlstate::query_canceled, "enough"); });
  Members row;
  EXPECT_EQ(caught([&] { reader.next(row); }), (Caught{"57014", "enough", "", ""}));
}

}  // namespace
}  // namespace paliad::formats
