// What libzip hands out, freed by whoever holds it. For the .cpp files that call libzip.
#pragma once

#include <zip.h>

namespace paliad::zip {

struct ZipError {
  zip_error_t status;
  ZipError() noexcept { zip_error_init(&status); }
  ~ZipError() { zip_error_fini(&status); }
  ZipError(const ZipError&) = delete;
  ZipError& operator=(const ZipError&) = delete;
};

// Writes nothing.
struct DiscardZip {
  void operator()(zip_t* archive) const noexcept { zip_discard(archive); }
};

}  // namespace paliad::zip
