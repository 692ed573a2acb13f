#include "core/verify/same_sheet.hpp"

#include "core/base/error.hpp"
#include "core/bundle/bundle_layout.hpp"
#include "core/formats/csv_reader.hpp"
#include "core/formats/csv_writer.hpp"
#include "core/formats/json_reader.hpp"
#include "core/formats/json_writer.hpp"
#include "core/model/printable.hpp"
#include "core/verify/same_value.hpp"
#include "core/verify/sheet_reader.hpp"

#include <memory>

namespace paliad::verify {

namespace {

using zip::Archive;

// The content of an entry, which stays open as long as the result lives.
formats::Blocks blocks_of(const Archive& archive, const std::string& name) {
  auto reader = std::make_shared<zip::EntryReader>(archive, archive.entry(name));
  return [reader] { return reader->next(); };
}

// The rows of a sheet's worksheets, one after another.
class Pages {
public:
  Pages(const Archive& workbook, const std::vector<std::string>& entries, std::size_t columns)
      : workbook_(workbook), entries_(entries), columns_(columns) {}

  bool next(Cells& row) {
    for (;;) {
      if (reader_ && reader_->next(row)) return true;
      if (page_ == entries_.size()) return false;
      reader_ = std::make_unique<SheetReader>(blocks_of(workbook_, entries_[page_++]), columns_);
    }
  }

private:
  const Archive& workbook_;
  const std::vector<std::string>& entries_;
  std::size_t columns_;
  std::size_t page_ = 0;
  std::unique_ptr<SheetReader> reader_;
};

std::string place(std::uint64_t row, const model::Column& column) {
  return "row " + std::to_string(row) + ", column " + model::printable(column.name);
}

std::string text_of(std::optional<std::string_view> value) {
  return value ? "\"" + model::printable(*value) + "\"" : std::string("NULL");
}

std::string text_of(const std::optional<Cell>& cell) {
  return cell ? "\"" + model::printable(cell->content) + "\"" : std::string("nothing");
}

class Comparison {
public:
  Comparison(const Archive& bundle, const Archive& workbook, const model::SheetInfo& sheet,
             const std::vector<std::string>& pages)
      : sheet_(sheet), csv_(blocks_of(bundle, bundle::csv_file(sheet).name)),
        json_(blocks_of(bundle, bundle::json_file(sheet).name)),
        cells_(workbook, pages, sheet.columns.size()) {}

  std::string run(const Poll& poll) {
    if (std::string wrong = header(); !wrong.empty()) return wrong;
    for (;;) {
      poll();
      const bool in_csv = csv_.next(values_);
      const bool in_json = json_.next(members_);
      const bool in_workbook = cells_.next(row_);
      if (in_csv != in_json || in_csv != in_workbook) return ends(in_csv, in_json, in_workbook);
      if (!in_csv) return count();
      ++rows_;
      if (std::string wrong = row(); !wrong.empty()) return wrong;
    }
  }

private:
  std::string header() {
    TextBuffer expected;
    TextBuffer found;
    formats::append_csv_header(expected, sheet_.columns);
    if (!csv_.next(values_)) return "the CSV has no header";
    std::vector<model::Column> columns;
    for (const auto& value : values_) columns.push_back({std::string(value.value_or("")), {}});
    if (is_empty_line()) columns.clear();
    formats::append_csv_header(found, columns);
    if (found.view() != expected.view()) return "the CSV's header is not the manifest's columns";
    for (const model::Column& column : sheet_.columns) {
      TextBuffer name;
      formats::append_json_string(name, column.name);
      names_.emplace_back(name.view());
    }
    return {};
  }

  std::string ends(bool in_csv, bool in_json, bool in_workbook) const {
    std::string who;
    for (const auto& [there, name] :
         {std::pair(in_csv, "the CSV"), {in_json, "the JSON"}, {in_workbook, "the workbook"}})
      if (!there) who += (who.empty() ? "" : " and ") + std::string(name);
    return who + " ends after " + std::to_string(rows_) + " rows, before the others";
  }

  std::string count() const {
    if (rows_ == sheet_.rows) return {};
    return "it has " + std::to_string(rows_) + " rows; the manifest says " +
           std::to_string(sheet_.rows);
  }

  // CSV writes the rows of a table without columns as empty lines.
  bool is_empty_line() const { return sheet_.columns.empty() && values_.size() == 1; }

  std::string row() const {
    if (values_.size() != sheet_.columns.size() && !is_empty_line())
      return "row " + std::to_string(rows_) + " of the CSV has " + std::to_string(values_.size()) +
             " values instead of " + std::to_string(sheet_.columns.size());
    if (members_.size() != sheet_.columns.size())
      return "row " + std::to_string(rows_) + " of the JSON has " +
             std::to_string(members_.size()) + " members instead of " +
             std::to_string(sheet_.columns.size());
    for (std::size_t i = 0; i < sheet_.columns.size(); ++i)
      if (std::string wrong = value(i); !wrong.empty()) return wrong;
    return {};
  }

  std::string value(std::size_t i) const {
    const model::Column& column = sheet_.columns[i];
    if (members_[i].first != names_[i])
      return place(rows_, column) + ": the JSON has " + model::printable(members_[i].first);
    if (!same_json(values_[i], members_[i].second, column.type))
      return place(rows_, column) + ": the CSV has " + text_of(values_[i]) + ", the JSON " +
             model::printable(members_[i].second);
    if (!same_cell(values_[i], row_[i]))
      return place(rows_, column) + ": the CSV has " + text_of(values_[i]) + ", the workbook " +
             text_of(row_[i]);
    return {};
  }

  const model::SheetInfo& sheet_;
  formats::CsvReader csv_;
  formats::JsonReader json_;
  Pages cells_;
  std::vector<std::string> names_;  // of the columns, as JSON strings
  formats::Values values_;
  formats::Members members_;
  Cells row_;
  std::uint64_t rows_ = 0;
};

}  // namespace

std::string difference(const Archive& bundle, const Archive& workbook,
                       const model::SheetInfo& sheet, const std::vector<std::string>& pages,
                       const Poll& poll) {
  return Comparison(bundle, workbook, sheet, pages).run(poll);
}

}  // namespace paliad::verify
