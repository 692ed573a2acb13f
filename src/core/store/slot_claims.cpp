#include "core/store/slot_claims.hpp"

#include "core/base/error.hpp"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace paliad::store {

namespace {

constexpr std::string_view prefix = ".paliad-backup-slot-";
constexpr std::size_t most_owner_bytes = 8192;

std::string prefix_of(const SlotName& name) { return std::string(prefix) + name.schedule + "-"; }

// The owner in the claim's file; empty where it can't be read.
std::string owner_of(const LocalDirectory& directory, const std::string& file) {
  const UniqueFd fd(
      ::openat(directory.fd.get(), file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!fd) return {};
  std::string owner(most_owner_bytes, '\0');
  const ssize_t got = ::read(fd.get(), owner.data(), owner.size());
  owner.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return owner;
}

// False where the file exists already.
bool make_claim(const LocalDirectory& directory, const std::string& file,
                const std::string& owner) {
  constexpr mode_t private_file = 0600;
  const UniqueFd fd(::openat(directory.fd.get(), file.c_str(),
                             O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, private_file));
  const std::string path = directory.path + "/" + file;
  if (!fd && errno == EEXIST) return false;
  if (!fd) throw os_error(errno, "create file", path);
  write_at(fd.get(), owner, 0, path);
  return true;
}

void forget(const LocalDirectory& directory, const SlotName& name,
            const std::string& forget_before) {
  const std::string mine = prefix_of(name);
  for (const std::string& file : names_in(directory))
    if (file.compare(0, mine.size(), mine) == 0 && file.substr(mine.size()) < forget_before)
      (void)::unlinkat(directory.fd.get(), file.c_str(), 0);
}

}  // namespace

bool claim_slot(const LocalDirectory& directory, const SlotName& name, const std::string& owner,
                const std::string& forget_before) {
  const std::string file = prefix_of(name) + name.slot;
  if (!make_claim(directory, file, owner)) return owner_of(directory, file) == owner;
  forget(directory, name, forget_before);
  return true;
}

bool is_slot_claim(std::string_view name) noexcept {
  return name.substr(0, prefix.size()) == prefix;
}

}  // namespace paliad::store
