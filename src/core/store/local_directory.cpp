#include "core/store/local_directory.hpp"

#include "core/base/error.hpp"
#include "core/codes/codes.hpp"

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <filesystem>
#include <memory>
#include <random>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace paliad::store {

namespace {

Error fault(std::string_view state, const std::string& path, std::string_view what,
            std::string detail, std::string hint) {
  return {state, "export directory \"" + path + "\" " + std::string(what), std::move(detail),
          std::move(hint)};
}

Error os_fault(int errnum, std::string_view action, const std::string& path) {
  Error error = os_error(errnum, action, path);
  if (!error.hint().empty()) return error;
  return {error.state(), error.what(), error.detail(),
          "Point paliad_backup.export_dir at a directory that the server's user can make, "
          "read and write."};
}

// With a trailing slash, a path to a symbolic link denotes the link's target.
std::string without_trailing_slashes(const std::string& path) {
  const std::size_t last = path.find_last_not_of('/');
  return last == std::string::npos ? "/" : path.substr(0, last + 1);
}

std::string absolute(const std::string& directory) {
  if (directory.empty())
    throw Error(sqlstate::object_not_in_prerequisite_state, codes::coded("export_dir_unset"), {},
                "LOAD 'paliad_backup' and use ALTER SYSTEM SET paliad_backup.export_dir = "
                "'/absolute/path' and "
                "SELECT pg_reload_conf(), or set PALIAD_EXPORT_DIR in the environment of the "
                "postmaster.");
  if (directory.front() != '/')
    throw fault(sqlstate::invalid_parameter_value, directory, "is not an absolute path", {},
                "Set paliad_backup.export_dir to a path that begins with a slash.");
  return without_trailing_slashes(directory);
}

// `path` with the links of its existing part resolved; empty where that fails. Two calls, because a
// link may come after a `missing/..`, which the first call removes.
std::filesystem::path resolved_as_far_as_it_exists(const std::string& path) {
  std::error_code failure;
  auto resolved = std::filesystem::weakly_canonical(path, failure);
  if (!failure) resolved = std::filesystem::weakly_canonical(resolved, failure);
  return failure ? std::filesystem::path() : resolved;
}

void refuse_inside(const std::filesystem::path& path, const std::string& forbidden) {
  if (forbidden.empty()) return;
  std::error_code failure;
  const auto outer = std::filesystem::weakly_canonical(forbidden, failure);
  if (failure) throw os_error(failure.value(), "resolve directory", forbidden);
  if (std::mismatch(outer.begin(), outer.end(), path.begin(), path.end()).first != outer.end())
    return;
  throw fault(sqlstate::invalid_parameter_value, path.string(), "lies inside the data directory",
              "The data directory is \"" + outer.string() + "\".",
              "Set paliad_backup.export_dir to a directory outside it.");
}

void make_directory(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) != 0) {
    if (errno == EEXIST) return;
    throw os_fault(errno, "create directory", path);
  }
  // The umask may have taken bits from mkdir's mode.
  if (::fchmodat(AT_FDCWD, path.c_str(), 0700, AT_SYMLINK_NOFOLLOW) != 0)
    throw os_fault(errno, "set permissions of directory", path);
  const std::string parent = path.substr(0, std::max<std::size_t>(path.rfind('/'), 1));
  const UniqueFd fd(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd) throw os_fault(errno, "open directory", parent);
  sync_file(fd.get(), parent);
}

void make_directories(const std::string& path) {
  std::size_t end = 0;
  do {
    end = path.find('/', end + 1);
    make_directory(path.substr(0, end));
  } while (end != std::string::npos);
}

UniqueFd try_open(const std::string& path) {
  return UniqueFd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

Error open_fault(int errnum, const std::string& path) {
  struct stat info = {};
  const bool is_other = (errnum == ENOTDIR || errnum == ELOOP) && ::lstat(path.c_str(), &info) == 0;
  if (is_other && S_ISLNK(info.st_mode))
    return fault(sqlstate::wrong_object_type, path, "is a symbolic link", {},
                 "Set paliad_backup.export_dir to the directory itself.");
  if (is_other && !S_ISDIR(info.st_mode))
    return fault(sqlstate::wrong_object_type, path, "is not a directory", {},
                 "Set paliad_backup.export_dir to a directory, or to a path that doesn't exist "
                 "yet.");
  return os_fault(errnum, "open directory", path);
}

UniqueFd open_or_make(const std::string& path, Missing missing) {
  UniqueFd fd = try_open(path);
  if (!fd && errno == ENOENT && missing == Missing::create) {
    make_directories(path);
    fd = try_open(path);
  }
  if (!fd) throw open_fault(errno, path);
  return fd;
}

struct stat inspect(int fd, const std::string& path) {
  struct stat info = {};
  if (::fstat(fd, &info) != 0) throw os_fault(errno, "inspect directory", path);
  return info;
}

void check_rights(int fd, const std::string& path) {
  const struct stat info = inspect(fd, path);
  if (info.st_uid != ::geteuid())
    throw fault(sqlstate::object_not_in_prerequisite_state, path,
                "does not belong to the server's user",
                "It belongs to user id " + std::to_string(info.st_uid) + ", the server runs as " +
                    std::to_string(::geteuid()) + ".",
                "Change its owner, or point paliad_backup.export_dir at another directory.");
  if ((info.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    throw fault(sqlstate::object_not_in_prerequisite_state, path,
                "is writable for its group or for everybody", {},
                "Use chmod 700 on it, or point paliad_backup.export_dir at another directory.");
  if (::faccessat(fd, ".", W_OK | X_OK, AT_EACCESS) != 0)
    throw fault(sqlstate::insufficient_privilege, path, "is not writable for the server's user",
                std::generic_category().message(errno) + ".",
                "Use chmod 700 on it, or point paliad_backup.export_dir at another directory.");
}

std::string resolved_path(int fd, const std::string& path) {
  std::error_code failure;
  std::string resolved = std::filesystem::canonical(path, failure).string();
  if (failure) throw os_fault(failure.value(), "resolve directory", path);
  const struct stat opened = inspect(fd, path);
  struct stat found = {};
  if (::stat(resolved.c_str(), &found) != 0) throw os_fault(errno, "inspect directory", resolved);
  if (found.st_dev != opened.st_dev || found.st_ino != opened.st_ino)
    throw fault(sqlstate::object_in_use, path, "was replaced while it was opened", {},
                "See who changes what paliad_backup.export_dir names, and try again.");
  return resolved;
}

struct CloseDirectory {
  void operator()(DIR* stream) const noexcept { ::closedir(stream); }
};

}  // namespace

LocalDirectory open_local_directory(const std::string& directory, const std::string& forbidden,
                                    Missing missing) {
  const std::string path = absolute(directory);
  // A first check before anything is made; the one below, on the opened directory, decides.
  refuse_inside(resolved_as_far_as_it_exists(path), forbidden);
  LocalDirectory opened;
  opened.fd = open_or_make(path, missing);
  check_rights(opened.fd.get(), path);
  opened.path = resolved_path(opened.fd.get(), path);
  refuse_inside(opened.path, forbidden);
  return opened;
}

std::vector<std::string> names_in(const LocalDirectory& directory) {
  // Opened again: a duplicate would share its position with other readers.
  const int fd = ::openat(directory.fd.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) throw os_error(errno, "open directory", directory.path);
  const std::unique_ptr<DIR, CloseDirectory> stream(::fdopendir(fd));
  if (!stream) {
    const int errnum = errno;
    ::close(fd);
    throw os_error(errnum, "open directory", directory.path);
  }
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = ::readdir(stream.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
    errno = 0;
  }
  if (errno != 0) throw os_error(errno, "read directory", directory.path);
  std::sort(names.begin(), names.end());
  return names;
}

UniqueFd open_nameless(const LocalDirectory& directory) {
  // O_EXCL: the file can't be given a name later.
  UniqueFd fd(::openat(directory.fd.get(), ".", O_TMPFILE | O_EXCL | O_RDWR | O_CLOEXEC,
                       S_IRUSR | S_IWUSR));
  if (fd) return fd;
  // The errors of file systems and kernels without O_TMPFILE (open(2)).
  if (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL) return open_unlinked(directory);
  throw os_error(errno, "create temporary file in directory", directory.path);
}

UniqueFd open_unlinked(const LocalDirectory& directory) {
  std::random_device random;
  for (;;) {
    const std::string name =
        ".scratch-" + std::to_string(random()) + "-" + std::to_string(random());
    UniqueFd fd(::openat(directory.fd.get(), name.c_str(),
                         O_CREAT | O_EXCL | O_RDWR | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!fd && errno == EEXIST) continue;
    if (!fd) throw os_error(errno, "create temporary file in directory", directory.path);
    if (::unlinkat(directory.fd.get(), name.c_str(), 0) != 0)
      throw os_error(errno, "remove file", directory.path + "/" + name);
    return fd;
  }
}

}  // namespace paliad::store
