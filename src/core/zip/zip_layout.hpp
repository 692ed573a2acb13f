// Lays out a zip without copying its contents: headers and directory go into a scratch file, and
// the parts' bytes stay in theirs.
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

  // Throws Error(io_error) where the name `entry` is taken, or is not UTF-8.
  void add(const std::string& entry, Part part);

  // The zip as a part that is not deflated, without SHA-256: byte for byte what ZipWriter would
  // have written. Its bytes lie in `scratch` and in the scratch files of the parts, which must live
  // as long as it is read. To be called once. Throws os_error, Error(io_error), or
  // Error(internal_error) where nothing was added.
  Part finish(ScratchFile& scratch);

private:
  class Outline;
  class Absent;
  std::unique_ptr<Outline> outline_;
  std::list<Absent> contents_;  // the archive keeps references to them
  ZipArchive archive_;
};

}  // namespace paliad::zip
