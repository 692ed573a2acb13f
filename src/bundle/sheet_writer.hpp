// One pass over a sheet's rows: each row goes, formatted once, into CSV, JSON and worksheet.
#pragma once

#include "bundle/bundle_info.hpp"
#include "bundle/json_rows.hpp"
#include "bundle/part.hpp"
#include "bundle/xlsx_frame.hpp"
#include "bundle/xlsx_rows.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace paliad::bundle {

// Which of a sheet's formats a pass makes: all at once, or, where two processes share a large
// sheet, some.
enum class Formats : unsigned { csv_and_json = 1, worksheet = 2, all = 3 };

inline bool includes(Formats formats, Formats one) noexcept {
  return (static_cast<unsigned>(formats) & static_cast<unsigned>(one)) != 0;
}

// One worksheet's part, with its head and tail.
struct SheetPage {
  Part part;
  std::uint64_t rows = 0;
};

// What came of a sheet, or of some of its formats.
struct SheetParts {
  std::uint64_t rows = 0;
  Part csv;
  Part json;
  std::vector<SheetPage> pages;                                    // of a whole sheet one at least
  std::vector<std::array<std::uint64_t, cell_loss_count>> losses;  // by column
};

// Writes one sheet after another into a scratch file: begin(), row() for each row, finish(). Its
// memory doesn't depend on the number of rows.
class SheetWriter {
public:
  // The scratch file must outlive the writer. `poll` is called every few dozen kilobytes. Tests may
  // make pages shorter than Excel's limit.
  explicit SheetWriter(
      ScratchFile& scratch, const Poll& poll = [] {},
      std::uint64_t rows_per_page = xlsx_max_rows - 1);

  // `sheet` and `frame` must outlive finish().
  void begin(const SheetInfo& sheet, const WorksheetFrame& frame, Formats formats = Formats::all);

  // `fields` holds one value for each of the sheet's columns. Throws os_error, what poll
  // throws.
  void row(const Field* fields);

  // Throws os_error, what poll throws.
  SheetParts finish();

private:
  // One format's text on its way to its part.
  struct Stream {
    Stream(ScratchFile& scratch, const Poll& poll, PartWriter::Hash hash)
        : part(scratch, poll, hash) {}
    void flush_when_full();
    Part finish();

    std::string text;
    PartWriter part;
  };

  void texts_row(const Field* fields);
  void worksheet_row(const Field* fields);
  void begin_page();
  void finish_page();

  const std::uint64_t rows_per_page_;
  Stream csv_, json_, worksheet_;
  const SheetInfo* sheet_ = nullptr;
  const WorksheetFrame* frame_ = nullptr;
  Formats formats_ = Formats::all;
  std::optional<JsonRows> json_rows_;
  std::optional<XlsxRows> xlsx_rows_;
  std::uint64_t page_rows_ = 0;
  SheetParts parts_;
};

// Puts the formats that another pass over the same rows made into `parts`. Throws
// Error(internal_error) where it saw another number of rows.
void join(SheetParts& parts, SheetParts&& others, Formats made);

// The losses as warnings, one for each column and kind of loss.
std::vector<Warning> loss_warnings(const SheetInfo& sheet, const SheetParts& parts);

}  // namespace paliad::bundle
