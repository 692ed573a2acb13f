// Every value is read back from the CSV, by this file's own reader, and NULL differs from the empty
// text.
#include "core/formats/csv_writer.hpp"

#include "fuzz/input.hpp"
#include "fuzz/require.hpp"
#include "fuzz/row.hpp"

namespace paliad::fuzz {
namespace {

// Reads strict RFC 4180, but with LF for CRLF; an empty value without quotes is NULL.
class CsvReader {
public:
  explicit CsvReader(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }

  Row row() {
    Row row{value()};
    while (take() == ',') row.push_back(value());
    require(last_ == '\n', "a value ends with a comma or a newline");
    return row;
  }

private:
  char take() {
    require(!rest_.empty(), "a row ends with a newline");
    last_ = rest_.front();
    rest_.remove_prefix(1);
    return last_;
  }

  Value value() {
    if (!rest_.empty() && rest_.front() == '"') return quoted();
    const std::size_t size = std::min(rest_.find_first_of(",\n\r\""), rest_.size());
    const std::string_view bare = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return bare.empty() ? Value() : Value(bare);
  }

  std::string quoted() {
    std::string text;
    take();
    while (true) {
      if (take() != '"') {
        text += last_;
      } else if (!rest_.empty() && rest_.front() == '"') {
        text += take();
      } else {
        return text;
      }
    }
  }

  std::string_view rest_;
  char last_ = 0;
};

Row take_row(Input& input, std::size_t columns) {
  Row row(columns);
  for (Value& value : row)
    if (!input.flag()) value = input.text();
  return row;
}

std::string written(const Row& row) {
  TextBuffer out;
  formats::append_csv_row(out, fields_of(row).data(), row.size());
  return std::string(out.view());
}

std::string header(const Row& row) {
  std::vector<model::Column> columns;
  for (const Value& value : row) columns.push_back({value.value_or(""), {}});
  TextBuffer out;
  formats::append_csv_header(out, columns);
  return std::string(out.view());
}

}  // namespace
}  // namespace paliad::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace paliad::fuzz;
  Input input(data, size);
  const std::size_t columns = 1 + input.number(8);
  std::string out;
  std::vector<Row> rows;
  while (!input.empty()) {
    rows.push_back(take_row(input, columns));
    const std::string row = written(rows.back());
    require(row != "\\.\n", "no row ends the data for COPY");
    out += row;
  }
  CsvReader reader(out);
  for (const Row& row : rows) require(reader.row() == row, "a row comes back as it was");
  require(reader.at_end(), "there are no other rows");

  if (rows.empty()) return 0;
  Row names = rows.front();
  for (Value& name : names) name = name.value_or("");
  require(CsvReader(header(names)).row() == names, "the header comes back as it was");
  return 0;
}
