// Rows of a sheet, packed one after another: who reads a table may hand them to another process,
// which writes the formats.
#pragma once

#include "core/base/text_buffer.hpp"
#include "core/model/column.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace paliad::sheet {

// Where a block stands in its sheet, and its sheet's worksheets.
struct BlockPlace {
  std::uint64_t number = 0;       // from 0
  std::uint64_t rows = 0;         // in the block
  std::uint64_t rows_before = 0;  // in its worksheet
  bool ends_page = false;
  bool ends_sheet = false;
};

struct RowBlock {
  BlockPlace place;
  std::string_view rows;                   // packed
  const model::Field* long_row = nullptr;  // instead of those: the one row, where it was read
};

// Cuts a sheet's rows into blocks. Where it cuts depends on the rows alone, so the bundle doesn't
// depend on who writes which block.
class RowBlocks {
public:
  // Takes a block; its rows live for the call only.
  using Take = std::function<void(const RowBlock&)>;

  // A block has at most `block_bytes` of packed rows, or one row that has more, which is not
  // copied, and lies within one worksheet of `rows_per_page` rows.
  RowBlocks(Take take, std::uint64_t rows_per_page, std::size_t block_bytes);

  void begin(std::size_t columns);
  // `fields` holds one value for each column. Throws what taking throws.
  void row(const model::Field* fields);
  // A block that ends a worksheet or the sheet may be empty; a sheet without rows is one. Throws
  // what taking throws.
  void finish();

private:
  void hand_on(bool ends_page, bool ends_sheet, const model::Field* long_row = nullptr);

  const Take take_;
  const std::uint64_t rows_per_page_;
  const std::size_t block_bytes_;
  std::size_t columns_ = 0;
  BlockPlace place_;
  TextBuffer packed_;
};

// The rows of a block, one after another.
class RowReader {
public:
  RowReader(const RowBlock& block, std::size_t columns)
      : rows_left_(block.place.rows), at_(block.rows.data()),
        fields_(block.long_row == nullptr ? columns : 0), long_row_(block.long_row) {}

  // Goes to the next row; false at the end.
  bool next();
  // The row's values, which borrow the block's bytes.
  const model::Field* fields() const noexcept {
    return long_row_ == nullptr ? fields_.data() : long_row_;
  }

private:
  std::uint64_t rows_left_;
  const char* at_;
  std::vector<model::Field> fields_;
  const model::Field* long_row_;
};

}  // namespace paliad::sheet
