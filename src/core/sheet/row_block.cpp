#include "core/sheet/row_block.hpp"

#include <cstring>
#include <utility>

namespace paliad::sheet {

namespace {

// A packed row is the heads of its fields, followed by the fields' bytes. 32 bits are enough: the
// server's texts have less than two gigabytes.
struct FieldHead {
  std::uint32_t text_bytes;
  std::uint32_t json_bytes;
};
constexpr std::uint32_t null_mark = 0xFFFFFFFFU;

std::size_t packed_size(const model::Field* fields, std::size_t count) {
  std::size_t size = count * sizeof(FieldHead);
  for (std::size_t i = 0; i < count; ++i)
    if (!fields[i].is_null) size += fields[i].text.size() + fields[i].json.size();
  return size;
}

char* put(char* at, std::string_view bytes) {
  if (!bytes.empty()) std::memcpy(at, bytes.data(), bytes.size());
  return at + bytes.size();
}

FieldHead head_of(const model::Field& field) {
  if (field.is_null) return {null_mark, 0};
  return {static_cast<std::uint32_t>(field.text.size()),
          static_cast<std::uint32_t>(field.json.size())};
}

void put(char* heads, const model::Field* fields, std::size_t count) {
  char* bytes = heads + count * sizeof(FieldHead);
  for (std::size_t i = 0; i < count; ++i) {
    const FieldHead head = head_of(fields[i]);
    std::memcpy(heads + i * sizeof head, &head, sizeof head);
    if (!fields[i].is_null) bytes = put(put(bytes, fields[i].text), fields[i].json);
  }
}

}  // namespace

RowBlocks::RowBlocks(Take take, std::uint64_t rows_per_page, std::size_t block_bytes)
    : take_(std::move(take)), rows_per_page_(rows_per_page), block_bytes_(block_bytes) {
  (void)packed_.room(block_bytes);
}

void RowBlocks::begin(std::size_t columns) {
  columns_ = columns;
  place_ = {};
  packed_.clear(2 * block_bytes_);
}

void RowBlocks::row(const model::Field* fields) {
  const std::size_t size = packed_size(fields, columns_);
  if (place_.rows_before + place_.rows == rows_per_page_)
    hand_on(true, false);
  else if (place_.rows > 0 && packed_.size() + size > block_bytes_)
    hand_on(false, false);
  if (size > block_bytes_) {
    ++place_.rows;
    hand_on(false, false, fields);
    return;
  }
  put(packed_.room(size), fields, columns_);
  packed_.add(size);
  ++place_.rows;
}

void RowBlocks::finish() { hand_on(true, true); }

void RowBlocks::hand_on(bool ends_page, bool ends_sheet, const model::Field* long_row) {
  place_.ends_page = ends_page;
  place_.ends_sheet = ends_sheet;
  take_({place_, packed_.view(), long_row});
  ++place_.number;
  place_.rows_before = ends_page ? 0 : place_.rows_before + place_.rows;
  place_.rows = 0;
  packed_.clear(2 * block_bytes_);
}

bool RowReader::next() {
  if (rows_left_ == 0) return false;
  --rows_left_;
  if (long_row_ != nullptr) return true;
  const char* heads = at_;
  const char* bytes = heads + fields_.size() * sizeof(FieldHead);
  for (model::Field& field : fields_) {
    FieldHead head{};
    std::memcpy(&head, heads, sizeof head);
    heads += sizeof head;
    field.is_null = head.text_bytes == null_mark;
    field.text = {bytes, field.is_null ? 0 : head.text_bytes};
    field.json = {bytes + field.text.size(), head.json_bytes};
    bytes += field.text.size() + head.json_bytes;
  }
  at_ = bytes;
  return true;
}

}  // namespace paliad::sheet
