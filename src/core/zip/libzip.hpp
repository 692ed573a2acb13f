// Owners of libzip's objects, for the .cpp files that call libzip.
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

// Closes a zip without writing anything.
struct DiscardZip {
  void operator()(zip_t* archive) const noexcept { zip_discard(archive); }
};

}  // namespace paliad::zip
