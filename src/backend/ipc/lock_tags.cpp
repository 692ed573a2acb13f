#include "backend/ipc/lock_tags.hpp"

namespace paliad::ipc {

namespace {

constexpr uint32 classid = 0x70616c69;
constexpr uint32 run_objid = 0x6261636b;

LOCKTAG tag_of(LockKind kind, uint32 objid) noexcept {
  LOCKTAG tag;
  SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, classid, objid, static_cast<uint16>(kind));
  return tag;
}

}  // namespace

LOCKTAG run_lock_tag() noexcept { return tag_of(LockKind::run, run_objid); }

LOCKTAG run_state_lock_tag(std::uint32_t handle) noexcept {
  return tag_of(LockKind::run_state, handle);
}

LOCKTAG artifact_lock_tag(std::uint32_t key) noexcept { return tag_of(LockKind::artifact, key); }

LOCKTAG schedule_lock_tag() noexcept { return tag_of(LockKind::schedule, 0); }

LOCKTAG removal_lock_tag() noexcept { return tag_of(LockKind::removal, 0); }

std::uint32_t artifact_lock_key(const std::string& id) {
  constexpr int hexadecimal = 16;
  return static_cast<std::uint32_t>(std::stoul(id.substr(0, 8), nullptr, hexadecimal));
}

std::string artifact_lock_key_sql(const std::string& id) {
  return "('x' || left(" + id + "::text, 8))::bit(32)::bigint::oid";
}

std::string lock_classid() { return std::to_string(classid); }

std::string lock_objsubid(LockKind kind) { return std::to_string(static_cast<uint16>(kind)); }

}  // namespace paliad::ipc
