// Jansson accepts the JSON array, each row is on one line, and every value is read back.
#include "core/formats/json_writer.hpp"

#include "core/base/json.hpp"
#include "fuzz/input.hpp"
#include "fuzz/require.hpp"

#include <cstdlib>
#include <cstring>
#include <deque>

namespace paliad::fuzz {
namespace {

using model::Column;
using model::Field;
using model::JsonForm;

constexpr JsonForm forms[] = {JsonForm::text,      JsonForm::number, JsonForm::boolean,
                              JsonForm::date_time, JsonForm::json,   JsonForm::separate};

std::vector<Column> take_columns(Input& input) {
  std::vector<Column> columns(1 + input.number(6));
  for (Column& column : columns) {
    column.json = forms[input.number(std::size(forms))];
    // Names of columns are unique.
    column.name = input.text() + "#" + std::to_string(&column - columns.data());
  }
  return columns;
}

// A date or time as the server writes it, and as row_to_json does.
struct DateTime {
  std::string text;
  std::string json;

  explicit DateTime(Input& input) {
    static constexpr const char* dates[] = {"2024-01-02", "0044-03-15", "294276-12-31"};
    static constexpr const char* times[] = {"00:00:00", "03:04:05.5", "23:59:59.999999"};
    static constexpr const char* zones[][2] = {
        {"", ""}, {"+00", "+00:00"}, {"-08", "-08:00"}, {"+05:30", "+05:30"}};
    const std::size_t kind = input.number(8);
    text = kind == 1 ? "infinity" : kind == 2 ? "-infinity" : dates[input.number(3)];
    json = text;
    if (kind >= 1 && kind <= 2) return;
    if (kind >= 4) {
      const std::string time = times[input.number(3)];
      const auto& zone = zones[input.number(4)];
      text += " " + time + zone[0];
      json += "T" + time + zone[1];
    }
    const std::string era = input.flag() ? " BC" : "";
    text += era;
    json += era;
  }
};

// JSON with line breaks between its tokens, as a column of type json may have it.
std::string as_json(const std::string& text) {
  const Json value(json_pack("{s:[s, i], s:n}", "text", text.c_str(), 1, text.c_str()));
  return json_text(value, JSON_INDENT(1));
}

// One row's values. The fields point into the deque, which never moves its elements. For a date,
// Field::json holds the text that must be read back; the writer ignores it.
class Values {
public:
  Field take(Input& input, JsonForm form) {
    if (input.number(8) == 1) return {{}, {}, true};
    if (form == JsonForm::boolean) return {input.flag() ? "t" : "f", {}, false};
    if (form == JsonForm::date_time) {
      DateTime moment(input);
      return {keep(std::move(moment.text)), keep(std::move(moment.json)), false};
    }
    std::string text = input.text();
    if (form == JsonForm::json) return {keep(as_json(text)), {}, false};
    if (form == JsonForm::separate) return {keep(text), keep(as_json(text)), false};
    return {keep(std::move(text)), {}, false};
  }

private:
  std::string_view keep(std::string text) { return kept_.emplace_back(std::move(text)); }
  std::deque<std::string> kept_;
};

std::string_view string_of(const json_t* value) {
  require(json_is_string(value), "the value is a string");
  return {json_string_value(value), json_string_length(value)};
}

Json parsed(std::string_view text) {
  json_error_t error;
  Json value(json_loadb(text.data(), text.size(),
                        JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL | JSON_DECODE_ANY,
                        &error));
  // JSON's numbers have no limits, Jansson's do.
  require(value || json_error_code(&error) == json_error_numeric_overflow,
          "Jansson takes the array for JSON");
  return value;
}

void require_number(const json_t* value, const std::string& text) {
  if (json_is_string(value)) {
    require(string_of(value) == text, "what is no JSON number is a string");
    return;
  }
  require(json_is_real(value), "a number is a number or a string");
  char* end = nullptr;
  require(json_real_value(value) == std::strtod(text.c_str(), &end), "a number comes back");
  require(*end == '\0', "the whole text is the number");
}

void require_value(const json_t* value, JsonForm form, const Field& field) {
  if (field.is_null) return require(json_is_null(value), "NULL is null");
  const std::string text(field.text);
  switch (form) {
  case JsonForm::text:
    return require(string_of(value) == text, "a text comes back");
  case JsonForm::number:
    return require_number(value, text);
  case JsonForm::boolean:
    return require(json_is_boolean(value) && json_is_true(value) == (text == "t"),
                   "a boolean comes back");
  case JsonForm::date_time:
    return require(string_of(value) == field.json, "a date comes back in ISO 8601");
  case JsonForm::json:
    return require(json_equal(value, parsed(text).get()) == 1, "JSON comes back");
  case JsonForm::separate:
    return require(json_equal(value, parsed(field.json).get()) == 1, "JSON comes back");
  }
}

void require_rows(const json_t* array, const std::vector<Column>& columns,
                  const std::vector<std::vector<Field>>& rows) {
  require(json_array_size(array) == rows.size(), "every row is there");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const json_t* object = json_array_get(array, i);
    require(json_object_size(object) == columns.size(), "every column is there");
    for (std::size_t column = 0; column < columns.size(); ++column)
      require_value(json_object_get(object, columns[column].name.c_str()), columns[column].json,
                    rows[i][column]);
  }
}

}  // namespace
}  // namespace paliad::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace paliad::fuzz;
  Input input(data, size);
  const std::vector<Column> columns = take_columns(input);
  Values values;
  std::vector<std::vector<Field>> rows;
  paliad::formats::JsonRows encoder(columns);
  paliad::TextBuffer buffer;
  encoder.open(buffer);
  while (!input.empty()) {
    rows.emplace_back();
    for (const Column& column : columns) rows.back().push_back(values.take(input, column.json));
    encoder.append_row(buffer, rows.back().data());
  }
  encoder.close(buffer);
  const std::string out(buffer.view());

  const auto lines = static_cast<std::size_t>(std::count(out.begin(), out.end(), '\n'));
  require(lines == rows.size() + 2, "a row is a line");
  if (const paliad::Json array = parsed(out)) require_rows(array.get(), columns, rows);
  return 0;
}
