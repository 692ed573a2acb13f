// Stores artifacts as files in one local directory. Every access uses the directory's descriptor
// and a checked key, so no key and no link leads outside.
//
// A draft is `.<key>.draft`, locked (flock) by the process that makes it; publish() links it to its
// final name. Both names denote the same file until confirm().
#pragma once

#include "core/store/local_directory.hpp"
#include "core/store/slot_claims.hpp"
#include "core/store/store.hpp"

#include <string>

namespace paliad::store {

class LocalDiskStore final : public ArtifactStore {
public:
  // Opens `directory`, an absolute path; a missing one is created with mode 0700 (its missing
  // parents too) unless `missing` refuses that. It must be a directory and no symbolic link, belong
  // to this process's user, be writable for that user and not for group or others, and not be
  // inside `forbidden` (the server's data directory). Throws a different Error for each fault, with
  // a hint.
  LocalDiskStore(const std::string& directory, const std::string& forbidden,
                 Missing missing = Missing::create);

  std::string uri_of(std::string_view key) const override;
  std::string key_of(std::string_view uri) const override;
  std::unique_ptr<Draft> create(std::string_view key) override;
  UniqueFd scratch() override;
  std::unique_ptr<Artifact> open(std::string_view key) const override;
  bool remove(std::string_view key) override;
  void confirm(std::string_view key) override;
  void discard(std::string_view key) override;
  std::vector<AbandonedDraft> abandoned() const override;
  std::vector<Entry> list() const override;
  std::uint64_t free_bytes() const override;

  // As store::claim_slot() (slot_claims.hpp).
  bool claim_slot(const SlotName& name, const std::string& owner,
                  const std::string& forget_before) const;

  // Resolved: absolute, without links, without a trailing slash.
  const std::string& directory() const noexcept { return directory_.path; }

private:
  LocalDirectory directory_;
};

}  // namespace paliad::store
