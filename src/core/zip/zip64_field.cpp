#include "core/zip/zip64_field.hpp"

#include "core/zip/little_endian.hpp"

#include <algorithm>

namespace paliad::zip {

namespace {

// APPNOTE.TXT 4.3.7, 4.3.12 and 4.5.3.
constexpr std::size_t local_size = 30;
constexpr std::size_t central_size = 46;
constexpr std::string_view empty_field("\1\0\0\0", 4);

void append_number(std::string& out, std::uint64_t number, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) out += static_cast<char>(number >> 8U * i & 0xFFU);
}

bool is_header(std::string_view written, std::string_view mark, std::size_t size) {
  return written.size() == size && written.substr(0, mark.size()) == mark;
}

// The numbers of a header in the directory that are 32 bits of ones, as 64 bits each. None is
// greater: libzip would have filled the field.
std::string numbers_of(std::string_view header) {
  std::string numbers;
  for (const std::size_t at : {24U, 20U, 42U}) {
    const std::uint64_t number = zip::little_endian(header, at, 4);
    if (number == UINT32_MAX) append_number(numbers, number, 8);
  }
  return numbers;
}

}  // namespace

std::string_view Zip64Field::pass(std::string_view written) {
  if (!field_.empty()) return go_on(written);
  if (is_header(written, "PK\3\4", local_size)) return begin(written, true);
  if (is_header(written, "PK\1\2", central_size)) return begin(written, false);
  return written;
}

// Our entries have no other extra field, so one of four bytes is the empty one.
std::string_view Zip64Field::begin(std::string_view header, bool is_local) {
  const std::size_t lengths = is_local ? 26 : 28;  // of name and field
  if (zip::little_endian(header, lengths + 2, 2) != empty_field.size()) return header;
  std::string numbers;
  if (is_local) {
    append_number(numbers, bytes_, 8);
    append_number(numbers, stored_bytes_, 8);
  } else {
    numbers = numbers_of(header);
  }
  field_ = empty_field.substr(0, 2);
  append_number(field_, numbers.size(), 2);
  field_ += numbers;
  name_left_ = zip::little_endian(header, lengths, 2);
  header_ = header;
  std::string length;
  append_number(length, field_.size(), 2);
  header_.replace(lengths + 2, 2, length);
  return header_;
}

// Passes the name, then replaces the empty field.
std::string_view Zip64Field::go_on(std::string_view written) {
  if (name_left_ > 0 || written != empty_field) {
    name_left_ -= std::min(name_left_, written.size());
    return written;
  }
  header_ = std::move(field_);
  field_.clear();
  return header_;
}

}  // namespace paliad::zip
