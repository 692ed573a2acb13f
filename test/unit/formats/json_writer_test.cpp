#include "core/formats/json_writer.hpp"

#include <gtest/gtest.h>

namespace paliad::formats {
namespace {

std::string escaped_text(std::string_view text) {
  TextBuffer out;
  append_json_string(out, text);
  return std::string(out.view());
}

std::string value(model::JsonForm form, std::string_view text, std::string_view json = {}) {
  model::Column column;
  column.name = "v";
  column.json = form;
  const std::vector<model::Column> columns{column};
  JsonRows rows(columns);
  model::Field field;
  field.text = text;
  field.json = json;
  TextBuffer out;
  rows.append_row(out, &field);
  return std::string(out.view().substr(5, out.size() - 6));  // without {"v": and }
}

TEST(JsonString, EscapesWhatJsonMustAndNothingElse) {
  EXPECT_EQ(escaped_text(""), "\"\"");
  EXPECT_EQ(escaped_text("Müller/€😀'\x7F\u2028"), "\"Müller/€😀'\x7F\u2028\"");
  EXPECT_EQ(escaped_text("\"\\"), "\"\\\"\\\\\"");
  EXPECT_EQ(escaped_text("\b\f\n\r\t"), "\"\\b\\f\\n\\r\\t\"");
  EXPECT_EQ(escaped_text("\x01\x0B\x1F"), "\"\\u0001\\u000b\\u001f\"");
}

TEST(JsonString, FindsEveryEscapedByteAtEveryPlace) {
  for (int code = 1; code < 256; ++code) {
    const char c = static_cast<char>(code);
    const std::string one = escaped_text(std::string(1, c));
    const std::string inner = one.substr(1, one.size() - 2);
    EXPECT_EQ(inner.size() > 1, code < 0x20 || c == '"' || c == '\\') << code;
    for (std::size_t place = 0; place < 20; ++place) {
      const std::string before(place, 'a');
      const std::string after(19 - place, '\xFF');
      EXPECT_EQ(escaped_text(before + c + after), "\"" + before + inner + after + "\"") << code;
      EXPECT_EQ(escaped_text(before + c + c), "\"" + before + inner + inner + "\"") << code;
    }
  }
}

TEST(JsonRows, NumbersStandBareWhereJsonKnowsThem) {
  for (const char* number : {"0", "-0", "10", "-1.50", "0.001", "1e300", "1e+16", "1E-07", "5e-324",
                             "123456789012345678901234567890.123"})
    EXPECT_EQ(value(model::JsonForm::number, number), number);
  for (const char* other : {"NaN", "Infinity", "-Infinity", "", "-", "01", "1.", ".5", "+1", "1e",
                            "1e+", "1 ", "1e+-2", "0x10", "1.e5"})
    EXPECT_EQ(value(model::JsonForm::number, other), '"' + std::string(other) + '"');
}

TEST(JsonRows, Booleans) {
  EXPECT_EQ(value(model::JsonForm::boolean, "t"), "true");
  EXPECT_EQ(value(model::JsonForm::boolean, "f"), "false");
}

// The expected texts are those of PostgreSQL's row_to_json with TimeZone UTC.
TEST(JsonRows, DatesAndTimes) {
  const std::pair<const char*, const char*> cases[] = {
      {"2024-01-02 03:04:05.5+00", "2024-01-02T03:04:05.5+00:00"},
      {"0044-03-15 00:00:00+00 BC", "0044-03-15T00:00:00+00:00 BC"},
      {"294276-12-31 23:59:59.999999+00", "294276-12-31T23:59:59.999999+00:00"},
      {"2024-01-02 03:04:05.5", "2024-01-02T03:04:05.5"},
      {"0044-03-15 00:00:00 BC", "0044-03-15T00:00:00 BC"},
      {"2024-01-02 00:00:00-03:30", "2024-01-02T00:00:00-03:30"},
      {"2024-01-02 00:00:00-08", "2024-01-02T00:00:00-08:00"},
      {"2024-01-02", "2024-01-02"},
      {"12024-01-02", "12024-01-02"},
      {"0044-03-15 BC", "0044-03-15 BC"},
      {"infinity", "infinity"},
      {"-infinity", "-infinity"},
  };
  for (const auto& [text, json] : cases)
    EXPECT_EQ(value(model::JsonForm::date_time, text), '"' + std::string(json) + '"');
}

TEST(JsonRows, JsonStaysAsItIsButOnOneLine) {
  EXPECT_EQ(value(model::JsonForm::json, "{\"a\" :\t1e400}"), "{\"a\" :\t1e400}");
  EXPECT_EQ(value(model::JsonForm::json, "\n{\r\n\"a\\n\":\n1}\r"), " {  \"a\\n\": 1} ");
  EXPECT_EQ(value(model::JsonForm::separate, "{1,2}", "[1,\n2]"), "[1, 2]");
}

TEST(JsonRows, RowsStandOneToALine) {
  std::vector<model::Column> columns(2);
  columns[0].name = "say \"a\"";
  columns[0].json = model::JsonForm::number;
  columns[1].name = "b";
  JsonRows rows(columns);
  model::Field fields[2];
  fields[0].text = "1";
  fields[1].is_null = true;
  TextBuffer out;
  rows.open(out);
  rows.append_row(out, fields);
  fields[1].is_null = false;
  rows.append_row(out, fields);
  rows.close(out);
  EXPECT_EQ(out.view(),
            "[\n{\"say \\\"a\\\"\":1,\"b\":null},\n{\"say \\\"a\\\"\":1,\"b\":\"\"}\n]\n");
}

TEST(JsonRows, NullIsNullInEveryForm) {
  std::vector<model::Column> columns(6);
  for (int form = 0; form < 6; ++form) {
    columns[static_cast<std::size_t>(form)].json = static_cast<model::JsonForm>(form);
  }
  std::vector<model::Field> fields(6);
  for (model::Field& field : fields) field.is_null = true;
  TextBuffer out;
  JsonRows(columns).append_row(out, fields.data());
  EXPECT_EQ(out.view(), R"({"":null,"":null,"":null,"":null,"":null,"":null})");
}

TEST(JsonRows, NoRowsAndNoColumns) {
  const std::vector<model::Column> none;
  JsonRows rows(none);
  TextBuffer out;
  rows.open(out);
  rows.close(out);
  EXPECT_EQ(out.view(), "[\n]\n");
  out.clear(0);
  rows.append_row(out, nullptr);
  rows.append_row(out, nullptr);
  EXPECT_EQ(out.view(), "{},\n{}");
}

// A value of megabytes is written piece by piece, in every form that may be long.
TEST(JsonRows, ALongValueIsNeverHeld) {
  for (const char c : {'x', '"', '\n'})
    for (const model::JsonForm form :
         {model::JsonForm::text, model::JsonForm::json, model::JsonForm::separate}) {
      const std::string value(3'000'000, c);
      const model::Field field{value, value, false};
      std::size_t largest = 0;
      std::string all;
      TextBuffer out([&](std::string_view piece) {
        largest = std::max(largest, piece.size());
        all += piece;
      });
      append_json_value(out, form, field);
      out.pass_rest();
      TextBuffer whole;
      append_json_value(whole, form, field);
      EXPECT_TRUE(all == whole.view());
      EXPECT_LE(largest, 2 * TextBuffer::piece_bytes);
    }
}

}  // namespace
}  // namespace paliad::formats
