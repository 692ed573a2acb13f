// Puts a sheet's parts together from those of its blocks.
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

// The parts of a sheet, and what was counted while they were made.
struct SheetParts {
  std::uint64_t rows = 0;
  zip::Part csv;
  zip::Part json;
  std::vector<SheetPage> pages;          // at least one
  std::vector<xlsx::CellLosses> losses;  // by column
  bool has_end_of_data = false;          // in the CSV (formats/end_of_data.hpp)
};

// Takes the blocks' parts in any order.
class SheetAssembly {
public:
  // The parts lie in `file`, which must outlive the result of finish().
  void add(const BlockPlace& place, const BlockParts& parts, const ScratchFile& file);
  // Adds one process's losses, by column, to the sum.
  void add(const std::vector<xlsx::CellLosses>& losses);

  // The sheet's parts, when all blocks were added; then the next sheet may begin. Throws
  // Error(internal_error) where blocks are missing.
  SheetParts finish();

private:
  struct Block {
    BlockPlace place;
    BlockParts parts;
    const ScratchFile* file;
  };
  void append(const Block& block);

  std::map<std::uint64_t, Block> waiting_;  // blocks, by number, that an earlier one must precede
  std::uint64_t next_ = 0;
  bool ended_ = false;
  SheetParts parts_;
};

// A warning for each column and kind of loss that occurred, with the number of cells.
std::vector<model::Warning> loss_warnings(const model::SheetInfo& sheet, const SheetParts& parts);

}  // namespace paliad::sheet
