#include "core/zip/safe_entries.hpp"

#include "core/model/printable.hpp"
#include "core/zip/damage.hpp"

namespace paliad::zip {

namespace {

// The size of a local header and one in the directory, without names and extra fields.
constexpr std::uint64_t header_bytes = 30 + 46;

std::string_view unsafe_kind(EntryKind kind) {
  switch (kind) {
  case EntryKind::directory:
    return "is a directory";
  case EntryKind::link:
    return "is a symbolic link";
  case EntryKind::special:
    return "is a special file";
  case EntryKind::file:
    break;
  }
  return {};
}

bool is_step_elsewhere(std::string_view step) {
  return step.empty() || step == "." || step == "..";
}

bool has_step_elsewhere(std::string_view path) {
  for (;;) {
    const std::size_t slash = path.find('/');
    if (is_step_elsewhere(path.substr(0, slash))) return true;
    if (slash == std::string_view::npos) return false;
    path.remove_prefix(slash + 1);
  }
}

void require_safe_entry(const Archive& archive, const Entry& entry) {
  std::string_view why = unsafe_kind(entry.kind);
  if (why.empty()) why = unsafe_name(entry.name);
  if (!why.empty())
    throw damaged("entry \"" + model::printable(entry.name) + "\" of \"" + archive.name() +
                      "\" is not safe: it " + std::string(why),
                  {}, hint_changed);
  archive.require_readable(entry);
}

}  // namespace

std::string_view unsafe_name(std::string_view name) {
  if (name.empty()) return "has no name";
  if (!is_utf8(name)) return "has a name that is not UTF-8";
  if (model::has_control(name)) return "has a control character in its name";
  if (name.find('\\') != std::string_view::npos) return "has a backslash in its name";
  if (name.front() == '/' || name.find(':') == 1) return "has an absolute path";
  if (has_step_elsewhere(name)) return R"(has an empty step, "." or ".." in its path)";
  return {};
}

void require_safe(const Archive& archive) {
  std::uint64_t left = archive.file_bytes();
  for (const Entry& entry : archive.entries()) {
    require_safe_entry(archive, entry);
    const std::uint64_t around = header_bytes + 2 * entry.name.size();
    if (around > left || entry.stored_bytes > left - around)
      throw damaged("entries of \"" + archive.name() + "\" share the same bytes",
                    "Together they store more than the " + std::to_string(archive.file_bytes()) +
                        " bytes of the file.",
                    hint_changed);
    left -= around + entry.stored_bytes;
  }
}

}  // namespace paliad::zip
