#include "core/zip/zip_writer.hpp"

#include "core/base/block_hasher.hpp"
#include "core/base/error.hpp"
#include "core/zip/zip_archive.hpp"

#include <algorithm>
#include <cstring>
#include <list>
#include <optional>
#include <utility>

namespace paliad::zip {

namespace {

// libzip copies in pieces of a few kilobytes; a system call for each would cost more than the copy.
constexpr std::size_t copy_block_size = 256UL * 1024;

// The block of an entry that was read before libzip asked for it. Entries are copied one after
// another, so one ReadAhead serves them all.
struct ReadAhead {
  ReadAhead(const Poll& poll_at_blocks, Copied what_was_copied)
      : poll(poll_at_blocks), copied(what_was_copied) {}

  const Poll& poll;
  const Copied copied;
  BlockHasher blocks{copy_block_size};
  std::string_view left;
};

// The bytes of one entry, read from scratch files.
class PartContent final : public ZipContent {
public:
  PartContent(ReadAhead& ahead, Part part, Sha256Value* sha256 = nullptr)
      : ahead_(ahead), sha256_(sha256), part_(std::move(part)) {}
  PartContent(ReadAhead& ahead, std::function<Part()> make)
      : ahead_(ahead), make_(std::move(make)) {}

  ZipFacts facts() override {
    if (!part_) part_ = make_();
    return {part_->bytes, part_->deflated_bytes, part_->crc32};
  }

  void open() override {
    extent_ = 0;
    offset_ = 0;
    ahead_.left = {};
    if (sha256_ == nullptr) return;
    const Sha256Value of_nothing = ahead_.blocks.finish();
    if (is_read()) *sha256_ = of_nothing;
  }

  bool is_read() const noexcept { return part_ && extent_ == part_->extents.size(); }

  std::size_t read(char* into, std::uint64_t size) override {
    if (ahead_.left.empty()) fill();
    const std::size_t piece = std::min<std::uint64_t>(size, ahead_.left.size());
    std::memcpy(into, ahead_.left.data(), piece);
    ahead_.left.remove_prefix(piece);
    return piece;
  }

private:
  // Reads the next block; leaves `left` empty at the entry's end.
  void fill() {
    if (is_read()) return;
    ahead_.poll();
    char* const block = ahead_.blocks.next();
    const std::size_t bytes = copy_to(block);
    ahead_.left = sha256_ == nullptr ? std::string_view(block, bytes) : ahead_.blocks.hash(bytes);
    if (sha256_ != nullptr && is_read()) *sha256_ = ahead_.blocks.finish();
  }

  // Copies the next bytes, a block at most, and returns how many.
  std::size_t copy_to(char* into) {
    std::size_t total = 0;
    while (total < copy_block_size && extent_ < part_->extents.size()) {
      const Extent& from = part_->extents[extent_];
      const std::size_t piece =
          std::min<std::uint64_t>(copy_block_size - total, from.size - offset_);
      from.file->read(into + total, piece, from.offset + offset_);
      if (ahead_.copied == Copied::goes) free_range(from.file->fd(), from.offset + offset_, piece);
      total += piece;
      offset_ += piece;
      if (offset_ == from.size) {
        ++extent_;
        offset_ = 0;
      }
    }
    return total;
  }

  ReadAhead& ahead_;
  const std::function<Part()> make_;  // where there is no part yet
  Sha256Value* const sha256_ = nullptr;
  std::optional<Part> part_;
  std::size_t extent_ = 0;
  std::uint64_t offset_ = 0;  // within the extent
};

// The file that the zip becomes.
class TargetFile final : public ZipTarget {
public:
  TargetFile(int fd, std::string name, const Poll& poll)
      : fd_(fd), name_(std::move(name)), poll_(poll) {
    block_.reserve(copy_block_size);
  }

  void write(std::string_view bytes, std::uint64_t at) override {
    if (at != block_at_ + block_.size() || block_.size() + bytes.size() > copy_block_size) flush();
    if (block_.empty()) block_at_ = at;
    block_.append(bytes);
  }

  void flush() override {
    if (block_.empty()) return;
    poll_();
    write_at(fd_, block_, block_at_, name_);
    hand_over(block_at_ + block_.size());
    block_.clear();
  }

  std::uint64_t size() override { return file_size(fd_, name_); }

private:
  // Starts writing to disk early, so that the final fsync takes less time.
  void hand_over(std::uint64_t end) noexcept {
    constexpr std::uint64_t worth_a_call = 8UL * 1024 * 1024;
    if (end < handed_over_ + worth_a_call) return;
    begin_writeback(fd_, handed_over_, end - handed_over_);
    handed_over_ = end;
  }

  const int fd_;
  const std::string name_;
  const Poll& poll_;
  std::string block_;
  std::uint64_t block_at_ = 0;
  std::uint64_t handed_over_ = 0;  // writeback was started for the bytes before this offset
};

}  // namespace

struct ZipWriter::State {
  Poll poll = no_poll;
  TargetFile target;
  ReadAhead ahead;
  std::list<PartContent> contents;  // the archive keeps references to them
  ZipArchive archive;

  State(int fd, const std::string& name, Instant when, Copied copied)
      : target(fd, name, poll), ahead(poll, copied), archive(target, name, when) {}

  // libzip asks for an entry's sizes only when its turn comes, but doesn't document that.
  void require_read(std::size_t first_contents) const {
    for (const PartContent& content : contents) {
      if (first_contents-- == 0) return;
      if (!content.is_read())
        throw Error(sqlstate::internal_error, "libzip asked for an entry before its turn");
    }
  }
};

ZipWriter::ZipWriter(int target, const std::string& name, Instant when, Copied copied)
    : state_(std::make_unique<State>(target, name, when, copied)) {}

ZipWriter::~ZipWriter() = default;

void ZipWriter::add(const std::string& entry, const Part& part) {
  state_->archive.add(entry, state_->contents.emplace_back(state_->ahead, part),
                      ZipMethod::deflated);
}

void ZipWriter::add_stored(const std::string& entry, const Part& part, Sha256Value& sha256) {
  state_->archive.add(entry, state_->contents.emplace_back(state_->ahead, part, &sha256),
                      ZipMethod::stored);
}

void ZipWriter::add_late(const std::string& entry, std::function<Part()> make) {
  std::function<Part()> make_in_turn = [this, before = state_->contents.size(),
                                        make = std::move(make)] {
    state_->require_read(before);
    return make();
  };
  state_->archive.add(entry, state_->contents.emplace_back(state_->ahead, std::move(make_in_turn)),
                      ZipMethod::deflated);
}

void ZipWriter::finish(const Poll& poll) {
  state_->poll = poll;
  state_->archive.finish();
}

}  // namespace paliad::zip
