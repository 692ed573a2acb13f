#include "bundle/sheet_writer.hpp"

#include "base/error.hpp"
#include "base/fault.hpp"
#include "bundle/csv.hpp"

#include <utility>

namespace paliad::bundle {

namespace {

// Large enough that deflate and hash run at full speed, small enough to stay in the cache.
constexpr std::size_t text_block = 64UL * 1024;

struct LossWords {
  const char* code;
  const char* text;
};

// In the order of CellLoss.
constexpr LossWords loss_words[cell_loss_count] = {
    {"digits", "numbers with more than 15 digits or beyond Excel's range are text in the workbook"},
    {"not_finite", "NaN and infinity are text in the workbook"},
    {"early_date", "dates before 1900-03-01 are text in the workbook"},
    {"far_date", "dates after 9999-12-31 are text in the workbook"},
    {"fraction", "times finer than a millisecond are text in the workbook"},
    {"cut", "values over 32,767 characters are cut in the workbook; CSV and JSON are whole"},
};

}  // namespace

void SheetWriter::Stream::flush_when_full() {
  if (text.size() < text_block) return;
  part.write(text);
  text.clear();
}

Part SheetWriter::Stream::finish() {
  part.write(text);
  text.clear();
  return part.finish();
}

SheetWriter::SheetWriter(ScratchFile& scratch, const Poll& poll, std::uint64_t rows_per_page)
    : rows_per_page_(rows_per_page), csv_(scratch, poll, PartWriter::Hash::sha256),
      json_(scratch, poll, PartWriter::Hash::sha256),
      worksheet_(scratch, poll, PartWriter::Hash::none) {}

void SheetWriter::begin(const SheetInfo& sheet, const WorksheetFrame& frame, Formats formats) {
  sheet_ = &sheet;
  frame_ = &frame;
  formats_ = formats;
  if (includes(formats, Formats::csv_and_json)) {
    json_rows_.emplace(sheet.columns);
    append_csv_header(csv_.text, sheet.columns);
    json_rows_->open(json_.text);
  }
  if (includes(formats, Formats::worksheet)) {
    xlsx_rows_.emplace(sheet.columns, frame.styles);
    begin_page();
  }
}

void SheetWriter::row(const Field* fields) {
  ++parts_.rows;
  if (includes(formats_, Formats::csv_and_json)) texts_row(fields);
  if (includes(formats_, Formats::worksheet)) worksheet_row(fields);
}

void SheetWriter::texts_row(const Field* fields) {
  fault_point("csv");
  append_csv_row(csv_.text, fields, sheet_->columns.size());
  csv_.flush_when_full();
  fault_point("json");
  json_rows_->append_row(json_.text, fields);
  json_.flush_when_full();
}

void SheetWriter::worksheet_row(const Field* fields) {
  if (page_rows_ == rows_per_page_) {
    finish_page();
    begin_page();
  }
  ++page_rows_;
  fault_point("worksheet");
  xlsx_rows_->append_row(worksheet_.text, page_rows_ + 1, fields);
  worksheet_.flush_when_full();
}

SheetParts SheetWriter::finish() {
  if (includes(formats_, Formats::csv_and_json)) {
    json_rows_->close(json_.text);
    parts_.csv = csv_.finish();
    parts_.json = json_.finish();
  }
  if (includes(formats_, Formats::worksheet)) {
    finish_page();
    parts_.losses = xlsx_rows_->losses();
  }
  return std::exchange(parts_, SheetParts{});
}

void SheetWriter::begin_page() {
  page_rows_ = 0;
  worksheet_.text += frame_->head;
}

void SheetWriter::finish_page() {
  worksheet_.text += tail_for(*frame_, sheet_->columns.size(), page_rows_);
  parts_.pages.push_back({worksheet_.finish(), page_rows_});
}

void join(SheetParts& parts, SheetParts&& others, Formats made) {
  if (others.rows != parts.rows)
    throw Error(sqlstate::internal_error, "two passes over one snapshot saw " +
                                              std::to_string(parts.rows) + " and " +
                                              std::to_string(others.rows) + " rows");
  if (includes(made, Formats::csv_and_json)) {
    parts.csv = std::move(others.csv);
    parts.json = std::move(others.json);
  }
  if (includes(made, Formats::worksheet)) {
    parts.pages = std::move(others.pages);
    parts.losses = std::move(others.losses);
  }
}

std::vector<Warning> loss_warnings(const SheetInfo& sheet, const SheetParts& parts) {
  std::vector<Warning> warnings;
  for (std::size_t column = 0; column < parts.losses.size(); ++column)
    for (std::size_t loss = 0; loss < cell_loss_count; ++loss) {
      const std::uint64_t count = parts.losses[column][loss];
      if (count == 0) continue;
      warnings.push_back({sheet.sheet, sheet.columns[column].name, loss_words[loss].code, count,
                          loss_words[loss].text});
    }
  return warnings;
}

}  // namespace paliad::bundle
