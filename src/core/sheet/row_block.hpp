// Rows of a sheet, packed one after another, so that the process that reads a table may pass them
// to another one, which writes the formats.
#pragma once

#include "core/base/text_buffer.hpp"
#include "core/model/column.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace paliad::sheet {

// A block's position in its sheet and in its worksheet.
struct BlockPlace {
  std::uint64_t number = 0;       // from 0
  std::uint64_t rows = 0;         // in the block
  std::uint64_t rows_before = 0;  // in its worksheet
  bool ends_page = false;
  bool ends_sheet = false;
};

struct RowBlock {
  BlockPlace place;
  std::string_view rows;                   // packed; empty where there is a long row
  const model::Field* long_row = nullptr;  // borrowed: the only row, which was not packed
};

// Divides a sheet's rows into blocks. The boundaries depend on the rows alone, so the bundle
// doesn't depend on which process writes which block.
class RowBlocks {
public:
  // Takes a block, whose rows are valid during the call only.
  using Take = std::function<void(const RowBlock&)>;

  // A block has at most `block_bytes` of packed rows, or one longer row, which is not copied. It
  // lies within one worksheet of `rows_per_page` rows.
  RowBlocks(Take take, std::uint64_t rows_per_page, std::size_t block_bytes);

  // Starts the next sheet, which has `columns` columns.
  void begin(std::size_t columns);
  // `fields` holds one value for each column. Throws what `take` throws.
  void row(const model::Field* fields);
  // Ends the sheet. A block that ends a worksheet or the sheet may be empty; a sheet without rows
  // has one empty block. Throws what `take` throws.
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

// Reads the rows of a block, one after another.
class RowReader {
public:
  // The block's bytes must outlive the reader.
  RowReader(const RowBlock& block, std::size_t columns)
      : rows_left_(block.place.rows), at_(block.rows.data()),
        fields_(block.long_row == nullptr ? columns : 0), long_row_(block.long_row) {}

  // Goes to the next row; false at the end.
  bool next();
  // The row's values, one for each column. They borrow the block's bytes; valid until next().
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
