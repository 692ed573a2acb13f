#include "core/sheet/sheet_parts.hpp"

#include "core/base/error.hpp"
#include "core/codes/codes.hpp"

#include <utility>

namespace paliad::sheet {

namespace {

// In the order of CellLoss.
constexpr const char* loss_codes[xlsx::cell_loss_count] = {"digits",   "not_finite", "early_date",
                                                           "far_date", "fraction",   "cut"};

}  // namespace

void SheetAssembly::add(const BlockPlace& place, const BlockParts& parts, const ScratchFile& file) {
  waiting_.emplace(place.number, Block{place, parts, &file});
  for (auto next = waiting_.find(next_); next != waiting_.end(); next = waiting_.find(++next_)) {
    append(next->second);
    waiting_.erase(next);
  }
}

void SheetAssembly::append(const Block& block) {
  const BlockPlace& place = block.place;
  parts_.rows += place.rows;
  parts_.has_end_of_data |= block.parts.has_end_of_data;
  zip::append(parts_.csv, block.parts.csv.part(*block.file));
  zip::append(parts_.json, block.parts.json.part(*block.file));
  if (place.rows_before == 0) parts_.pages.emplace_back();
  SheetPage& page = parts_.pages.back();
  zip::append(page.part, block.parts.worksheet.part(*block.file));
  page.rows = place.rows_before + place.rows;
  ended_ = place.ends_sheet;
  if (!ended_) return;
  parts_.csv.sha256 = block.parts.digests.csv;
  parts_.json.sha256 = block.parts.digests.json;
}

void SheetAssembly::add(const std::vector<xlsx::CellLosses>& losses) {
  parts_.losses.resize(std::max(parts_.losses.size(), losses.size()));
  for (std::size_t column = 0; column < losses.size(); ++column)
    for (std::size_t loss = 0; loss < xlsx::cell_loss_count; ++loss)
      parts_.losses[column][loss] += losses[column][loss];
}

SheetParts SheetAssembly::finish() {
  if (!ended_ || !waiting_.empty())
    throw Error(sqlstate::internal_error, "a block of a sheet is missing");
  next_ = 0;
  ended_ = false;
  return std::exchange(parts_, SheetParts{});
}

std::vector<model::Warning> loss_warnings(const model::SheetInfo& sheet, const SheetParts& parts) {
  std::vector<model::Warning> warnings;
  for (std::size_t column = 0; column < parts.losses.size(); ++column)
    for (std::size_t loss = 0; loss < xlsx::cell_loss_count; ++loss) {
      const std::uint64_t count = parts.losses[column][loss];
      if (count == 0) continue;
      warnings.push_back(
          {sheet.sheet, sheet.columns[column].name, codes::coded(loss_codes[loss]), count});
    }
  return warnings;
}

}  // namespace paliad::sheet
