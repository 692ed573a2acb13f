// A part: one entry of a zip, deflated and hashed as it was made, waiting in a scratch file.
#pragma once

#include "core/base/digest.hpp"
#include "core/base/poll.hpp"
#include "core/base/scratch_file.hpp"
#include "core/zip/deflate.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace paliad::zip {

struct Part {
  std::uint64_t bytes = 0;           // of the content
  std::uint32_t crc32 = 0;           // of the content
  Sha256Value sha256{};              // of the content; zeros where the writer was not asked for it
  std::uint64_t deflated_bytes = 0;  // as it lies in the scratch file and in the zip
  std::uint32_t deflated_crc32 = 0;  // of the deflated bytes: what a re-read must find
  std::vector<Extent> extents;       // the deflated bytes, in order
};

// Makes `next` the continuation of `part`, which then has no SHA-256 of its own.
void append(Part& part, const Part& next);

// Makes one part after another: write() its content in pieces, finish() it, begin again. Holds one
// deflate state and one output block, whatever the size of the content.
class PartWriter {
public:
  // Of what goes into the workbook nobody asks the SHA-256: the workbook is hashed as a whole.
  enum class Hash { sha256, none };

  // The scratch file must outlive the writer. `poll` is called once for each piece of a value that
  // may be very long.
  explicit PartWriter(
      ScratchFile& scratch, Poll poll = [] {}, Hash hash = Hash::sha256);

  // Adds content. Throws os_error, what poll throws.
  void write(std::string_view content);

  // Ends the part and returns it; the writer is then ready for the next. Throws os_error.
  Part finish();

  // The same for a part that another one will continue, append()ed to it: deflated apart, they are
  // one stream.
  Part cut();

private:
  void write_piece(std::string_view piece);
  void keep(std::string_view deflated);
  void flush_block();
  Part take();

  ScratchFile& scratch_;
  const Poll poll_;
  const Hash hash_;
  Deflater deflater_;
  Sha256 sha256_;
  std::string block_;
  Part part_;
};

}  // namespace paliad::zip
