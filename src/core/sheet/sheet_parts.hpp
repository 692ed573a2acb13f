// A sheet's parts, put together from those of its blocks.
#pragma once

#include "core/sheet/block_writer.hpp"

#include <map>
#include <vector>

namespace paliad::sheet {

// One worksheet's part, with its head and tail.
struct SheetPage {
  zip::Part part;
  std::uint64_t rows = 0;
};

// What came of a sheet.
struct SheetParts {
  std::uint64_t rows = 0;
  zip::Part csv;
  zip::Part json;
  std::vector<SheetPage> pages;          // one at least
  std::vector<xlsx::CellLosses> losses;  // by column
  bool has_end_of_data = false;          // the CSV (formats/end_of_data.hpp)
};

// Takes the blocks' parts in any order.
class SheetAssembly {
public:
  // The parts lie in `file`, which must outlive what comes of them.
  void add(const BlockPlace& place, const BlockParts& parts, const ScratchFile& file);
  void add(const std::vector<xlsx::CellLosses>& losses);

  // When all were added. Throws Error(internal_error) where some are missing.
  SheetParts finish();

private:
  struct Block {
    BlockPlace place;
    BlockParts parts;
    const ScratchFile* file;
  };
  void append(const Block& block);

  std::map<std::uint64_t, Block> waiting_;  // for those before them
  std::uint64_t next_ = 0;
  bool ended_ = false;
  SheetParts parts_;
};

// The losses as warnings, one for each column and kind of loss.
std::vector<model::Warning> loss_warnings(const model::SheetInfo& sheet, const SheetParts& parts);

}  // namespace paliad::sheet
