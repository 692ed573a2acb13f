// A directory of the local disk that artifacts may lie in: found or made, opened once, and checked
// on its descriptor, so that nothing can be swapped between check and use.
#pragma once

#include "core/base/file.hpp"

#include <string>
#include <vector>

namespace paliad::store {

struct LocalDirectory {
  UniqueFd fd;
  std::string path;  // resolved: absolute, without links, without a trailing slash
};

// What to do about a directory that isn't there.
enum class Missing { create, refuse };

// Opens `directory`, made where it is missing and may be, under the rules of LocalDiskStore's
// constructor. An empty `forbidden` forbids nothing. Throws Error.
LocalDirectory open_local_directory(const std::string& directory, const std::string& forbidden,
                                    Missing missing = Missing::create);

// The names in a directory, in order, without . and .. Throws os_error.
std::vector<std::string> names_in(const LocalDirectory& directory);

// An empty file of mode 0600 without a name, readable and writable. Throws os_error.
UniqueFd open_nameless(const LocalDirectory& directory);

// The same where the file system has no O_TMPFILE: the file has a name for a moment.
UniqueFd open_unlinked(const LocalDirectory& directory);

}  // namespace paliad::store
