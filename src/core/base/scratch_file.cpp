#include "core/base/scratch_file.hpp"

#include "core/base/error.hpp"

namespace paliad {

Extent ScratchFile::append(std::string_view bytes) {
  const Extent extent{this, end_, bytes.size()};
  write_at(fd_.get(), bytes, end_, name_);
  end_ += bytes.size();
  return extent;
}

void ScratchFile::read(char* into, std::size_t size, std::uint64_t offset) const {
  if (read_at(fd_.get(), into, size, offset, name_) != size)
    throw Error(sqlstate::io_error,
                "file \"" + name_ + "\" is shorter than what was written to it");
}

}  // namespace paliad
