// Where artifacts lie: the interface that every kind of store serves.
#pragma once

#include "core/base/file.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace paliad::store {

// An artifact while it is made. It has no final name until publish(); it disappears when it is
// dropped unpublished, and when the process dies, at the next sweep().
class Draft {
public:
  virtual ~Draft() = default;

  // Open for reading and writing; owned by the draft.
  virtual int fd() const noexcept = 0;
  // For messages.
  virtual const std::string& name() const noexcept = 0;
  // Forces the content to disk, then gives it its final name, never replacing another file, then
  // forces the directory to disk. Until confirm() or drop the draft's own name stays beside the
  // final one: two names for one file mean "published, but not yet in the catalog".
  // Throws os_error, or Error(object_in_use) where the name is taken.
  virtual void publish() = 0;
};

// A finished artifact, open for reading.
class Artifact {
public:
  virtual ~Artifact() = default;
  virtual std::uint64_t size() const = 0;
  // Reads up to `size` bytes at `offset`; fewer only at the end. Throws os_error.
  virtual std::size_t read(char* into, std::size_t size, std::uint64_t offset) const = 0;
  virtual int fd() const noexcept = 0;
};

struct Entry {
  std::string key;
  std::uint64_t bytes = 0;
};

// What a dead process left: published means that the final name is there too, for the same file.
struct AbandonedDraft {
  std::string key;
  bool published = false;
};

class ArtifactStore {
public:
  virtual ~ArtifactStore() = default;

  // `scheme://...` for a key, and back. key_of throws Error(invalid_parameter_value) where the URI
  // isn't this store's: another scheme, another or an outside directory, a bad key.
  virtual std::string uri_of(std::string_view key) const = 0;
  virtual std::string key_of(std::string_view uri) const = 0;

  // Begins the artifact that will be called `key`. The store must outlive the draft. Throws Error
  // for a bad key, Error(object_in_use) where it has a draft already, os_error.
  virtual std::unique_ptr<Draft> create(std::string_view key) = 0;

  // An empty file without a name, readable and writable, gone when closed. Throws os_error.
  virtual UniqueFd scratch() = 0;

  virtual std::unique_ptr<Artifact> open(std::string_view key) const = 0;

  // Removes an artifact, its draft's name too where confirm() never came; false where there was
  // none. Throws os_error.
  virtual bool remove(std::string_view key) = 0;

  // The draft of `key` became the catalog's: its second name goes. Nothing to remove is no error.
  // Throws os_error.
  virtual void confirm(std::string_view key) = 0;

  // The draft of `key`, and the final name where it is the same file, go. A file that is not the
  // draft's own stays. Nothing to remove is no error. Throws os_error.
  virtual void discard(std::string_view key) = 0;

  // Drafts that no living process holds: a process holds those whose Draft it has.
  virtual std::vector<AbandonedDraft> abandoned() const = 0;

  // The artifacts by key, in order. Files that aren't artifacts are passed over.
  virtual std::vector<Entry> list() const = 0;

  // Bytes that may still be written.
  virtual std::uint64_t free_bytes() const = 0;
};

}  // namespace paliad::store
