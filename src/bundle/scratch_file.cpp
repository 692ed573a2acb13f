#include "bundle/scratch_file.hpp"

namespace paliad::bundle {

Extent ScratchFile::append(std::string_view bytes) {
  const Extent extent{this, end_, bytes.size()};
  write_at(fd_.get(), bytes, end_, name_);
  end_ += bytes.size();
  return extent;
}

}  // namespace paliad::bundle
