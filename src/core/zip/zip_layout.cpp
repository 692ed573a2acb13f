#include "core/zip/zip_layout.hpp"

#include "core/base/digest.hpp"
#include "core/base/error.hpp"

#include <algorithm>
#include <utility>

namespace paliad::zip {

// The zip without its contents, which are too large to be copied twice.
class ZipLayout::Outline final : public ZipTarget {
public:
  // Announces that the next `size` bytes to be written are content of `part`.
  void pass_over(const Part& part, std::uint64_t size) noexcept {
    passed_part_ = &part;
    passed_bytes_ += size;
  }

  void write(std::string_view bytes, std::uint64_t at) override {
    end_ = std::max(end_, at + bytes.size());
    if (passed_bytes_ == 0) return keep(bytes, at);
    if (passed_bytes_ < bytes.size())
      throw Error(sqlstate::internal_error, "libzip wrote more than it had read");
    passed_bytes_ -= bytes.size();
    if (last_placed_ != passed_part_) contents_[at] = last_placed_ = passed_part_;
  }
  void flush() override {}
  std::uint64_t size() override { return end_; }

  Part put_into(ScratchFile& scratch) const {
    Part zip;
    while (zip.bytes < end_)
      if (const auto content = contents_.find(zip.bytes); content != contents_.end())
        append(zip, as_it_lies(content->second->deflated_bytes, content->second->deflated_crc32,
                               content->second->extents));
      else
        append(zip, kept(scratch, frame_.at(zip.bytes)));
    return zip;
  }

private:
  // Appends to the piece before, or overwrites: a header is written again after its content.
  void keep(std::string_view bytes, std::uint64_t at) {
    auto after = frame_.upper_bound(at);
    if (after == frame_.begin()) {
      frame_.emplace(at, bytes);
      return;
    }
    auto& [begin, piece] = *--after;
    if (at > begin + piece.size())
      frame_.emplace(at, bytes);
    else
      piece.replace(at - begin, bytes.size(), bytes);
  }

  static Part as_it_lies(std::uint64_t bytes, std::uint32_t crc32, std::vector<Extent> extents) {
    Part part;
    part.bytes = part.deflated_bytes = bytes;
    part.crc32 = part.deflated_crc32 = crc32;
    part.extents = std::move(extents);
    return part;
  }
  static Part kept(ScratchFile& scratch, const std::string& piece) {
    return as_it_lies(piece.size(), crc32_update(0, piece), {scratch.append(piece)});
  }

  std::map<std::uint64_t, std::string> frame_;     // by the offset in the zip
  std::map<std::uint64_t, const Part*> contents_;  // likewise
  const Part* passed_part_ = nullptr;
  const Part* last_placed_ = nullptr;
  std::uint64_t passed_bytes_ = 0;
  std::uint64_t end_ = 0;
};

// Stands in for a part's content: gives libzip as many bytes, of any value. libzip only passes them
// on.
class ZipLayout::Absent final : public ZipContent {
public:
  Absent(Outline& outline, Part part) : outline_(outline), part_(std::move(part)) {}

  ZipFacts facts() override { return {part_.bytes, part_.deflated_bytes, part_.crc32}; }
  void open() override { left_ = part_.deflated_bytes; }
  std::size_t read(char* /*into*/, std::uint64_t size) override {
    const std::size_t piece = std::min(size, left_);
    if (piece > 0) outline_.pass_over(part_, piece);
    left_ -= piece;
    return piece;
  }

private:
  Outline& outline_;
  const Part part_;
  std::uint64_t left_ = 0;
};

ZipLayout::ZipLayout(std::string name, Instant when)
    : outline_(std::make_unique<Outline>()), archive_(*outline_, std::move(name), when) {}

ZipLayout::~ZipLayout() = default;

void ZipLayout::add(const std::string& entry, Part part) {
  archive_.add(entry, contents_.emplace_back(*outline_, std::move(part)), ZipMethod::deflated);
}

Part ZipLayout::finish(ScratchFile& scratch) {
  archive_.finish();
  return outline_->put_into(scratch);
}

}  // namespace paliad::zip
