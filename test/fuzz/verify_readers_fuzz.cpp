// Any bytes for the readers of a bundle's formats: they give rows or one error, the same for blocks
// of any size. Jansson reads the JSON that they accept as an array with the same number of objects.
#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/formats/csv_reader.hpp"
#include "core/formats/json_reader.hpp"
#include "core/verify/sheet_reader.hpp"
#include "fuzz/input.hpp"
#include "fuzz/require.hpp"

#include <memory>

namespace paliad::fuzz {
namespace {

formats::Blocks in_blocks(const std::string& text, std::size_t size) {
  auto at = std::make_shared<std::size_t>(0);
  return [&text, size, at] {
    const std::string_view block = std::string_view(text).substr(*at, size);
    *at += block.size();
    return block;
  };
}

// The rows that a reader gives, or its error.
template <class Read>
std::string outcome(Read&& read) {
  std::string shown;
  try {
    read(shown);
  } catch (const Error& error) {
    require(error.state() == sqlstate::data_corrupted, "a refusal says that the data are damaged");
    shown += error.what();
  }
  return shown;
}

std::string csv(const std::string& text, std::size_t size) {
  return outcome([&](std::string& shown) {
    formats::CsvReader reader(in_blocks(text, size));
    for (formats::Values row; reader.next(row); shown += '\n')
      for (const auto& value : row)
        if (value)
          shown.append("(").append(*value).append(")");
        else
          shown += '-';
  });
}

// Whether Jansson refuses valid JSON: unpaired surrogates, numbers beyond its limits, and very deep
// nesting.
bool is_beyond_jansson(const json_error_t& error, const std::string& text) {
  switch (json_error_code(&error)) {
  case json_error_invalid_utf8:
  case json_error_null_character:
  case json_error_null_byte_in_key:
  case json_error_numeric_overflow:
  case json_error_stack_overflow:
    return true;
  default:
    return text.find("\\u") != std::string::npos;  // half a surrogate pair
  }
}

void require_json(const std::string& text, std::size_t rows) {
  json_error_t error;
  const Json array(json_loadb(text.data(), text.size(), 0, &error));
  if (!array) return require(is_beyond_jansson(error, text), "what was read is JSON");
  require(json_array_size(array.get()) == rows, "every object is a row");
  for (std::size_t i = 0; i < rows; ++i)
    require(json_is_object(json_array_get(array.get(), i)), "every row is an object");
}

std::string json(const std::string& text, std::size_t size) {
  return outcome([&](std::string& shown) {
    formats::JsonReader reader(in_blocks(text, size));
    std::size_t rows = 0;
    for (formats::Members row; reader.next(row); shown += '\n', ++rows)
      for (const auto& [name, value] : row) shown.append(name).append("=").append(value);
    require_json(text, rows);
  });
}

std::string sheet(const std::string& text, std::size_t size) {
  return outcome([&](std::string& shown) {
    verify::SheetReader reader(in_blocks(text, size), 3);
    for (verify::Cells row; reader.next(row); shown += '\n')
      for (const auto& cell : row) shown.append(cell ? cell->content : "-");
  });
}

void check(Input& input) {
  const std::size_t kind = input.number(3);
  const std::size_t size = input.number(7) + 1;
  const std::string text = input.rest();
  const auto read = kind == 0 ? csv : kind == 1 ? json : sheet;
  require(read(text, size) == read(text, text.size() + 1), "the blocks' size makes no difference");
}

}  // namespace
}  // namespace paliad::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  paliad::fuzz::Input input(data, size);
  paliad::fuzz::check(input);
  return 0;
}
