// A part: the deflated bytes of one entry of a zip, in scratch files, with lengths and checksums.
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
  std::uint64_t deflated_bytes = 0;  // as stored in the scratch files and in the zip
  std::uint32_t deflated_crc32 = 0;  // of the deflated bytes, to compare when they are read again
  std::vector<Extent> extents;       // the deflated bytes, in order
};

// Appends `next`, whose content follows that of `part`; `part` must be empty, come from cut(), or
// not be deflated. Its SHA-256 becomes zeros.
void append(Part& part, const Part& next);

// Makes one part after another: write() its content in pieces, finish() it, begin again. Memory
// doesn't depend on the size of the content. write(), finish() and cut() throw os_error, and
// Error(internal_error) where deflating fails; the part is then worthless.
class PartWriter {
public:
  // Parts of the workbook need no SHA-256: the workbook is hashed as a whole.
  enum class Hash { sha256, none };

  // The scratch file must outlive the writer, and the parts as long as they are read. `poll` is
  // called before each piece of the content, of 4 MiB at most.
  explicit PartWriter(ScratchFile& scratch, Poll poll = no_poll, Hash hash = Hash::sha256);

  // Adds content. Throws what poll throws, too.
  void write(std::string_view content);

  // Ends the part and its deflate stream; the writer is then ready for the next.
  Part finish();

  // The same without ending the deflate stream: the next part, which any writer may make, continues
  // it when it is append()ed.
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
