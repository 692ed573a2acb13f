#include "core/formats/json_reader.hpp"

#include "core/base/error.hpp"
#include "core/formats/json_writer.hpp"
#include "unit/support/blocks.hpp"
#include "unit/support/caught.hpp"

#include <gtest/gtest.h>
#include <string>

namespace paliad::verify {
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
  using bundle::JsonForm;
  const std::vector<bundle::Column> columns{{"say \"a\"", "text", JsonForm::text},
                                            {"b,}", "numeric", JsonForm::number},
                                            {"c", "boolean", JsonForm::boolean},
                                            {"d", "jsonb", JsonForm::json},
                                            {"e", "text[]", JsonForm::separate}};
  const bundle::Field rows[][5] = {{{"x\n\"\\\x01ü", {}, false},
                                    {"NaN", {}, false},
                                    {"t", {}, false},
                                    {"{\"a\": \n[1, \"}\"]}", {}, false},
                                    {"{]}", "[\"]\"]", false}},
                                   {{"", {}, false},
                                    {"-0.50", {}, false},
                                    {"f", {}, false},
                                    {"null", {}, false},
                                    {{}, {}, true}}};
  bundle::JsonRows writer(columns);
  bundle::TextBuffer text;
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
  refused("[\n1\n]\n", "a row is no JSON object");
  refused("[\n\n]\n", "a row is no JSON object");
  refused("[\n,\n]\n", "a row is no JSON object");
  refused("[\n{\n]\n", "a row is no JSON object");
  refused("[\n{\"a\"}\n]\n", "a JSON value is missing");
  refused("[\n{\"a\":}\n]\n", "a JSON value is missing");
  refused("[\n{\"a\":\n]\n", "a JSON value is missing");
  refused("[\n{\"a\":\"x}\n]\n", "a JSON string never ends");
  refused("[\n{\"a\":[1,\n]\n", "a JSON object or array never ends");
  refused("[\n{\"a\":1\n]\n", "a JSON value is missing");
  refused("[\n{\"a\":\"x\"\n]\n", "a row's JSON object never ends");
  refused("[\n{\"a\":\"x\" 1}\n]\n", "a comma is missing between JSON members");
  refused("[\n{a:1}\n]\n", "a JSON name is missing");
  refused("[\n]\nmore\n", "something stands behind the JSON array");
  refused("[\n]\n\n\n", "something stands behind the JSON array");
  refused("[\n{\"a\":\"x\",,\n]\n", "a JSON name is missing");  // the line ends there
  refused("[\n{\"a\\\n]\n", "a JSON string never ends");
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
}  // namespace paliad::verify
