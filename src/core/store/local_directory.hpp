// A directory on the local disk for artifacts. It is opened once and checked through its
// descriptor, so that it can't be replaced between check and use.
#pragma once

#include "core/base/file.hpp"

#include <string>
#include <vector>

namespace paliad::store {

struct LocalDirectory {
  UniqueFd fd;
  std::string path;  // resolved: absolute, without links, without a trailing slash
};

// What to do about a directory that doesn't exist.
enum class Missing { create, refuse };

// Opens `directory`, or makes it where it is missing and `missing` allows that, by the rules of
// LocalDiskStore's constructor. An empty `forbidden` forbids nothing. Throws Error, with a hint.
LocalDirectory open_local_directory(const std::string& directory, const std::string& forbidden,
                                    Missing missing = Missing::create);

// The names in a directory, sorted, without . and .. Throws os_error.
std::vector<std::string> names_in(const LocalDirectory& directory);

// Makes an empty file of mode 0600 without a name, readable and writable. Throws os_error.
UniqueFd open_nameless(const LocalDirectory& directory);

// The same for a file system without O_TMPFILE: the file has a name for a moment.
UniqueFd open_unlinked(const LocalDirectory& directory);

}  // namespace paliad::store
