// A zip that is laid out and not written: what stands before and behind its entries goes into a
// scratch file, and the entries' bytes stay where they lie.
#pragma once

#include "core/base/instant.hpp"
#include "core/zip/part.hpp"
#include "core/zip/zip_archive.hpp"

#include <list>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace paliad::zip {

class ZipLayout {
public:
  // `name` is for messages. Every entry gets the time `when` (as UTC) and mode 0600.
  ZipLayout(std::string name, Instant when);
  ~ZipLayout();
  ZipLayout(const ZipLayout&) = delete;
  ZipLayout& operator=(const ZipLayout&) = delete;

  // Throws Error where the name is taken.
  void add(const std::string& entry, Part part);

  // The zip as a part that is not deflated: byte for byte what ZipWriter would have written, in
  // `scratch` and in the scratch files of the parts, which must live as long as it is read. Without
  // SHA-256. Throws os_error, Error(io_error).
  Part finish(ScratchFile& scratch);

private:
  class Outline;
  class Absent;
  std::unique_ptr<Outline> outline_;
  std::list<Absent> contents_;  // the archive keeps references to them
  ZipArchive archive_;
};

}  // namespace paliad::zip
