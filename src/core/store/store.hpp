// The interface to a store of artifacts.
#pragma once

#include "core/base/file.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace paliad::store {

// An artifact that is being made. It has no final name until publish(). Without that, its
// destructor removes it; after a crash it is one of abandoned(), for discard() to remove.
class Draft {
public:
  virtual ~Draft() = default;

  // Open for reading and writing; owned by the draft.
  virtual int fd() const noexcept = 0;
  // For messages.
  virtual const std::string& name() const noexcept = 0;
  // Forces the content to disk, then gives it its final name, never replacing another file, then
  // forces the directory to disk. Until confirm() or discard() the draft's own name exists beside
  // the final one: two names for one file mean "published, but not yet in the catalog". Throws
  // os_error, or Error(object_in_use) where the name is taken.
  virtual void publish() = 0;
};

// A finished artifact, open for reading.
class Artifact {
public:
  virtual ~Artifact() = default;
  virtual std::uint64_t size() const = 0;
  // Reads `size` bytes at `offset`, fewer only at the end, and returns how many. Throws os_error.
  virtual std::size_t read(char* into, std::size_t size, std::uint64_t offset) const = 0;
  // Owned by the artifact.
  virtual int fd() const noexcept = 0;
};

struct Entry {
  std::string key;
  std::uint64_t bytes = 0;
};

// A draft that a process left when it died.
struct AbandonedDraft {
  std::string key;
  bool published = false;  // the final name exists too, for the same file
};

class ArtifactStore {
public:
  virtual ~ArtifactStore() = default;

  // A key's URI (`scheme://...`), and back. uri_of() throws Error(invalid_parameter_value) for a
  // bad key; key_of() where the URI isn't one of this store's: another scheme or directory, a bad
  // key.
  virtual std::string uri_of(std::string_view key) const = 0;
  virtual std::string key_of(std::string_view uri) const = 0;

  // Begins the artifact that will be called `key`. The store must outlive the draft. Throws
  // Error(invalid_parameter_value) for a bad key, as all functions below do that take one;
  // Error(object_in_use) where it has a draft already; os_error.
  virtual std::unique_ptr<Draft> create(std::string_view key) = 0;

  // Makes an empty file without a name, readable and writable, which is gone when it is closed.
  // Throws os_error.
  virtual UniqueFd scratch() = 0;

  // Opens an artifact. Throws Error(undefined_file) where there is none, Error(wrong_object_type)
  // where it is no regular file, Error(insufficient_privilege) where it is another user's;
  // os_error.
  virtual std::unique_ptr<Artifact> open(std::string_view key) const = 0;

  // Removes an artifact, and its draft's name if it was never confirmed; false where there was no
  // artifact. Throws os_error.
  virtual bool remove(std::string_view key) = 0;

  // Removes the draft's name, when the catalog has the artifact. No error where there is none.
  // Throws os_error.
  virtual void confirm(std::string_view key) = 0;

  // Removes the draft of `key`, and the final name if it is the same file; any other file stays. No
  // error where there is none. Throws os_error.
  virtual void discard(std::string_view key) = 0;

  // The drafts without a living maker: no process has their Draft object. Throws os_error.
  virtual std::vector<AbandonedDraft> abandoned() const = 0;

  // The artifacts, sorted by key. Other files are ignored. Throws os_error.
  virtual std::vector<Entry> list() const = 0;

  // The free space for the server's user, in bytes. Throws os_error.
  virtual std::uint64_t free_bytes() const = 0;
};

}  // namespace paliad::store
