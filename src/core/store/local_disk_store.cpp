#include "core/store/local_disk_store.hpp"

#include "core/base/error.hpp"
#include "core/base/fault_injection.hpp"
#include "core/store/artifact_name.hpp"

#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace paliad::store {

namespace {

constexpr std::string_view scheme = "file://";
constexpr std::string_view draft_prefix = ".";
constexpr std::string_view draft_suffix = ".draft";

std::string checked(std::string_view key) {
  if (is_artifact_key(key)) return std::string(key);
  throw Error(sqlstate::invalid_parameter_value,
              "\"" + std::string(key) + "\" is not the name of a backup artifact", {},
              "It looks like paliad-backup-20260101T030000Z-0123abcd.zip.");
}

std::string draft_name(const std::string& key) {
  return std::string(draft_prefix).append(key).append(draft_suffix);
}

// The key in a draft's name; empty where `name` is no draft's.
std::string_view key_of_draft(std::string_view name) {
  if (name.size() <= draft_prefix.size() + draft_suffix.size()) return {};
  const std::size_t size = name.size() - draft_prefix.size() - draft_suffix.size();
  const std::string_view key = name.substr(draft_prefix.size(), size);
  return is_artifact_key(key) && name == draft_name(std::string(key)) ? key : std::string_view();
}

std::string path_of(const LocalDirectory& directory, const std::string& name) {
  return directory.path + "/" + name;
}

using FileInfo = struct stat;

// Flags that follow no link and don't block on a FIFO.
constexpr int no_surprises = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;

FileInfo inspect(int fd, const LocalDirectory& directory, const std::string& name) {
  FileInfo info{};
  if (::fstat(fd, &info) != 0) throw os_error(errno, "inspect file", path_of(directory, name));
  return info;
}

// The status of the regular file `name`; nullopt where there is none. Links are not followed.
std::optional<FileInfo> regular_file(const LocalDirectory& directory, const std::string& name) {
  FileInfo info{};
  if (::fstatat(directory.fd.get(), name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno == ENOENT) return std::nullopt;
    throw os_error(errno, "inspect file", path_of(directory, name));
  }
  return S_ISREG(info.st_mode) ? std::optional(info) : std::nullopt;
}

bool is_own(const FileInfo& info) noexcept {
  return S_ISREG(info.st_mode) && info.st_uid == ::geteuid();
}

std::optional<FileInfo> own_file(const LocalDirectory& directory, const std::string& name) {
  const auto info = regular_file(directory, name);
  return info && is_own(*info) ? info : std::nullopt;
}

bool is_same_file(const std::optional<FileInfo>& a, const std::optional<FileInfo>& b) noexcept {
  return a && b && a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

// False where there was no such name.
bool unlink_name(const LocalDirectory& directory, const std::string& name) {
  if (::unlinkat(directory.fd.get(), name.c_str(), 0) == 0) return true;
  if (errno == ENOENT) return false;
  throw os_error(errno, "remove file", path_of(directory, name));
}

void sync_directory(const LocalDirectory& directory) {
  sync_file(directory.fd.get(), directory.path);
}

class LocalDraft final : public Draft {
public:
  LocalDraft(const LocalDirectory& directory, const std::string& key)
      : directory_(directory), key_(key), draft_name_(draft_name(key)),
        path_(path_of(directory, draft_name_)) {}
  LocalDraft(const LocalDraft&) = delete;
  LocalDraft& operator=(const LocalDraft&) = delete;

  // Removes the name while the lock is still held, so that no other process finds the draft
  // unlocked.
  ~LocalDraft() override {
    if (fd_ && !published_) ::unlinkat(directory_.fd.get(), draft_name_.c_str(), 0);
  }

  // The file has no permission bits until it is locked, so that is_abandoned() can tell a draft
  // that isn't locked yet from one that isn't locked any more.
  void create() {
    fd_ = UniqueFd(::openat(directory_.fd.get(), draft_name_.c_str(),
                            O_CREAT | O_EXCL | O_RDWR | O_NOFOLLOW | O_CLOEXEC, 0));
    if (!fd_ && errno == EEXIST)
      throw Error(sqlstate::object_in_use, "artifact \"" + key_ + "\" is being made already",
                  "There is a file \"" + path_ + "\".",
                  "Try again; a draft that nobody makes any more goes before the next backup.");
    if (!fd_) throw os_error(errno, "create file", path_);
    if (::flock(fd_.get(), LOCK_EX | LOCK_NB) != 0) throw os_error(errno, "lock file", path_);
    if (::fchmod(fd_.get(), S_IRUSR | S_IWUSR) != 0)
      throw os_error(errno, "set permissions of file", path_);
  }

  int fd() const noexcept override { return fd_.get(); }
  const std::string& name() const noexcept override { return path_; }

  void publish() override {
    fault_point("fsync");
    sync_file(fd_.get(), path_);
    fault_point("publish");
    const int directory = directory_.fd.get();
    if (::linkat(directory, draft_name_.c_str(), directory, key_.c_str(), 0) != 0) {
      if (errno != EEXIST) throw os_error(errno, "create file", path_of(directory_, key_));
      throw Error(sqlstate::object_in_use, "artifact \"" + key_ + "\" exists already",
                  "There is a file \"" + path_of(directory_, key_) + "\".",
                  "Artifacts are never replaced. Move the file away, or make another backup.");
    }
    // From here on discard() must remove both names, even if the next lines fail.
    published_ = true;
    fault_point("directory_fsync");
    sync_directory(directory_);
  }

private:
  const LocalDirectory& directory_;
  std::string key_;
  std::string draft_name_;
  std::string path_;
  UniqueFd fd_;
  bool published_ = false;
};

class LocalArtifact final : public Artifact {
public:
  LocalArtifact(UniqueFd fd, std::string path) : fd_(std::move(fd)), path_(std::move(path)) {}

  std::uint64_t size() const override { return file_size(fd_.get(), path_); }
  std::size_t read(char* into, std::size_t size, std::uint64_t offset) const override {
    return read_at(fd_.get(), into, size, offset, path_);
  }
  int fd() const noexcept override { return fd_.get(); }

private:
  UniqueFd fd_;
  std::string path_;
};

Error no_artifact(std::string_view state, const std::string& key, std::string_view what,
                  const LocalDirectory& directory) {
  return {state, "artifact \"" + key + "\" " + std::string(what),
          "It was looked for in directory \"" + directory.path + "\".",
          "Somebody may have moved it, or paliad_backup.export_dir may have been changed."};
}

// Whether `name` is a draft whose lock is free. Tests that with a shared lock, so that two
// processes that test at once don't take each other for its maker.
bool is_abandoned(const LocalDirectory& directory, const std::string& name) {
  const UniqueFd fd(::openat(directory.fd.get(), name.c_str(), no_surprises));
  // Removed meanwhile; a link; another user's, or not locked yet; a socket.
  if (!fd && (errno == ENOENT || errno == ELOOP || errno == EACCES || errno == ENXIO)) return false;
  if (!fd) throw os_error(errno, "open file", path_of(directory, name));
  const FileInfo info = inspect(fd.get(), directory, name);
  if (!is_own(info) || (info.st_mode & 07777) == 0) return false;
  if (::flock(fd.get(), LOCK_SH | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) return false;
    throw os_error(errno, "lock file", path_of(directory, name));
  }
  // Since it was opened its maker may have removed it and ended.
  return is_same_file(own_file(directory, name), info);
}

}  // namespace

LocalDiskStore::LocalDiskStore(const std::string& directory, const std::string& forbidden,
                               Missing missing)
    : directory_(open_local_directory(directory, forbidden, missing)) {}

std::string LocalDiskStore::uri_of(std::string_view key) const {
  return std::string(scheme) + path_of(directory_, checked(key));
}

std::string LocalDiskStore::key_of(std::string_view uri) const {
  const std::string prefix = std::string(scheme) + path_of(directory_, "");
  if (uri.substr(0, prefix.size()) == prefix) {
    const std::string_view key = uri.substr(prefix.size());
    if (is_artifact_key(key)) return std::string(key);
  }
  throw Error(sqlstate::invalid_parameter_value,
              "storage URI does not name an artifact in the export directory",
              "The URI is \"" + std::string(uri) + "\", the directory is \"" + directory_.path +
                  "\".",
              "Where the artifacts were moved, point paliad_backup.export_dir at the directory "
              "that the URI names.");
}

std::unique_ptr<Draft> LocalDiskStore::create(std::string_view key) {
  auto draft = std::make_unique<LocalDraft>(directory_, checked(key));
  draft->create();
  return draft;
}

UniqueFd LocalDiskStore::scratch() { return open_nameless(directory_); }

std::unique_ptr<Artifact> LocalDiskStore::open(std::string_view key) const {
  const std::string name = checked(key);
  UniqueFd fd(::openat(directory_.fd.get(), name.c_str(), no_surprises));
  if (!fd && errno == ENOENT)
    throw no_artifact(sqlstate::undefined_file, name, "is missing", directory_);
  if (!fd && errno != ELOOP) throw os_error(errno, "open file", path_of(directory_, name));
  if (!fd || !S_ISREG(inspect(fd.get(), directory_, name).st_mode))
    throw no_artifact(sqlstate::wrong_object_type, name, "is not a regular file", directory_);
  if (!is_own(inspect(fd.get(), directory_, name)))
    throw no_artifact(sqlstate::insufficient_privilege, name,
                      "does not belong to the server's user", directory_);
  return std::make_unique<LocalArtifact>(std::move(fd), path_of(directory_, name));
}

bool LocalDiskStore::remove(std::string_view key) {
  const std::string name = checked(key);
  const std::string draft = draft_name(name);
  const bool unconfirmed =
      is_same_file(own_file(directory_, draft), regular_file(directory_, name));
  fault_point("unlink");
  const bool removed = unlink_name(directory_, name);
  // The draft's name is removed last: as long as it exists, abandoned() finds what is left.
  if (unconfirmed) unlink_name(directory_, draft);
  sync_directory(directory_);
  return removed;
}

void LocalDiskStore::confirm(std::string_view key) {
  unlink_name(directory_, draft_name(checked(key)));
  sync_directory(directory_);
}

void LocalDiskStore::discard(std::string_view key) {
  const std::string name = checked(key);
  const auto draft = own_file(directory_, draft_name(name));
  if (!draft) return;
  // The draft's name is removed last, on disk too: as long as it exists, abandoned() finds what is
  // left.
  if (is_same_file(draft, regular_file(directory_, name))) {
    unlink_name(directory_, name);
    sync_directory(directory_);
  }
  unlink_name(directory_, draft_name(name));
  sync_directory(directory_);
}

std::vector<AbandonedDraft> LocalDiskStore::abandoned() const {
  std::vector<AbandonedDraft> drafts;
  for (const std::string& name : names_in(directory_)) {
    const std::string key(key_of_draft(name));
    if (key.empty() || !is_abandoned(directory_, name)) continue;
    const bool published = is_same_file(own_file(directory_, name), regular_file(directory_, key));
    drafts.push_back({key, published});
  }
  return drafts;
}

std::vector<Entry> LocalDiskStore::list() const {
  std::vector<Entry> entries;
  for (const std::string& name : names_in(directory_)) {
    if (!is_artifact_key(name)) continue;
    if (const auto info = regular_file(directory_, name))
      entries.push_back({name, static_cast<std::uint64_t>(info->st_size)});
  }
  return entries;
}

std::uint64_t LocalDiskStore::free_bytes() const {
  struct statvfs info = {};
  if (::fstatvfs(directory_.fd.get(), &info) != 0)
    throw os_error(errno, "inspect file system of directory", directory_.path);
  return static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize;
}

bool LocalDiskStore::claim_slot(const SlotName& name, const std::string& owner,
                                const std::string& forget_before) const {
  return store::claim_slot(directory_, name, owner, forget_before);
}

}  // namespace paliad::store
