#include "core/store/slot_claims.hpp"

#include "core/base/digest.hpp"
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

// A file with a name of its own until it is whole; the destructor removes that name. Where a crash
// leaves it, it goes as old claims do.
class UnfinishedClaim {
public:
  // `owner` makes the name one that no other server takes: processes of two may have the same id.
  UnfinishedClaim(const LocalDirectory& directory, const std::string& file,
                  const std::string& owner)
      : directory_(directory),
        name_(file + "." + short_digest(owner) + "." + std::to_string(::getpid())) {
    constexpr mode_t private_file = 0600;
    (void)::unlinkat(directory_.fd.get(), name_.c_str(), 0);
    fd_ = UniqueFd(::openat(directory_.fd.get(), name_.c_str(),
                            O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, private_file));
    if (!fd_) throw os_error(errno, "create file", path());
  }
  ~UnfinishedClaim() { (void)::unlinkat(directory_.fd.get(), name_.c_str(), 0); }
  UnfinishedClaim(const UnfinishedClaim&) = delete;
  UnfinishedClaim& operator=(const UnfinishedClaim&) = delete;

  void write(const std::string& owner) {
    write_at(fd_.get(), owner, 0, path());
    sync_file(fd_.get(), path());
  }
  // False where the file exists already.
  bool publish(const std::string& file) {
    const int directory = directory_.fd.get();
    if (::linkat(directory, name_.c_str(), directory, file.c_str(), 0) == 0) return true;
    if (errno == EEXIST) return false;
    throw os_error(errno, "create file", directory_.path + "/" + file);
  }

private:
  std::string path() const { return directory_.path + "/" + name_; }

  const LocalDirectory& directory_;
  std::string name_;
  UniqueFd fd_;
};

// False where the file exists already. A claim is there with its owner or not at all: an empty one
// would keep the slot from everybody.
bool make_claim(const LocalDirectory& directory, const std::string& file,
                const std::string& owner) {
  UnfinishedClaim claim(directory, file, owner);
  claim.write(owner);
  return claim.publish(file);
}

void forget(const LocalDirectory& directory, const SlotName& name,
            const std::string& forget_before) {
  const std::string mine = prefix_of(name);
  for (const std::string& file : names_in(directory))
    if (file.compare(0, mine.size(), mine) == 0 && file.substr(mine.size()) < forget_before)
      (void)::unlinkat(directory.fd.get(), file.c_str(), 0);
}

}  // namespace

std::string short_digest(const std::string& text) {
  constexpr std::size_t digits = 16;
  Sha256 sha256;
  sha256.update(text);
  return to_hex(sha256.finish()).substr(0, digits);
}

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
