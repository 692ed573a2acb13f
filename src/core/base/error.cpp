#include "core/base/error.hpp"

#include <cerrno>
#include <cstring>

namespace paliad {

namespace {

std::string_view state_of(int errnum) {
  switch (errnum) {
  case ENOSPC:
  case EDQUOT:
    return sqlstate::disk_full;
  case EACCES:
  case EPERM:
  case EROFS:
    return sqlstate::insufficient_privilege;
  case ENOENT:
    return sqlstate::undefined_file;
  case EEXIST:
    return sqlstate::duplicate_file;
  case ENOTDIR:
  case EISDIR:
  case ENOTEMPTY:
    return sqlstate::wrong_object_type;
  case ENOMEM:
    return sqlstate::out_of_memory;
  case EFBIG:
    return sqlstate::configuration_limit_exceeded;
  case EMFILE:
  case ENFILE:
    return sqlstate::insufficient_resources;
  default:
    return sqlstate::io_error;
  }
}

std::string hint_for(int errnum) {
  if (errnum == ENOSPC || errnum == EDQUOT)
    return "Free room on the file system of the export directory, or point "
           "paliad_backup.export_dir at a larger one.";
  if (errnum == EFBIG)
    return "Raise the server's limit on the size of a file (ulimit -f, LimitFSIZE), or point "
           "paliad_backup.export_dir at a file system that holds larger files.";
  return {};
}

}  // namespace

Error os_error(int errnum, std::string_view action, std::string_view path) {
  char buffer[256];
  const char* reason = strerror_r(errnum, buffer, sizeof buffer);
  std::string message = "could not ";
  message.append(action).append(" \"").append(path).append("\": ").append(reason);
  return {state_of(errnum), message, {}, hint_for(errnum)};
}

}  // namespace paliad
