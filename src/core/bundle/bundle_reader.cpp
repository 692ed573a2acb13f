#include "core/bundle/bundle_reader.hpp"

#include "core/base/digest.hpp"
#include "core/bundle/bundle_layout.hpp"
#include "core/bundle/manifest_reader.hpp"
#include "core/model/printable.hpp"
#include "core/zip/damage.hpp"
#include "core/zip/safe_entries.hpp"

#include <iterator>
#include <set>
#include <string_view>

namespace paliad::bundle {

namespace {

using model::BundleInfo;
using model::FileInfo;

void require_no_other(const zip::Archive& archive, const std::vector<FileInfo>& files) {
  std::set<std::string_view> names(std::begin(bundle::unlisted_entries),
                                   std::end(bundle::unlisted_entries));
  for (const FileInfo& file : files) names.insert(file.name);
  for (const zip::Entry& entry : archive.entries())
    if (names.count(entry.name) == 0)
      throw zip::damaged("\"" + archive.name() + "\" has an entry \"" +
                             model::printable(entry.name) + "\" that its manifest does not name",
                         {}, zip::hint_changed);
}

[[noreturn]] void differs(const zip::Archive& archive, const FileInfo& file, std::string detail) {
  throw zip::damaged("entry \"" + model::printable(file.name) + "\" of \"" + archive.name() +
                         "\" is not what its manifest says",
                     std::move(detail), zip::hint_damaged);
}

void require_file(const zip::Archive& archive, const FileInfo& file, const Poll& poll) {
  const zip::Entry& entry = archive.entry(file.name);
  if (entry.bytes != file.bytes)
    differs(archive, file,
            "It has " + std::to_string(entry.bytes) + " bytes; the manifest says " +
                std::to_string(file.bytes) + ".");
  Sha256 sha256;
  const auto hash = [&](std::string_view block) { sha256.update(block); };
  archive.stream(entry, hash, poll);
  const std::string found = to_hex(sha256.finish());
  if (found != to_hex(file.sha256))
    differs(archive, file,
            "Its SHA-256 is " + found + "; the manifest says " + to_hex(file.sha256) + ".");
}

}  // namespace

BundleInfo manifest_of(const zip::Archive& archive) {
  return read_manifest(archive.read(archive.entry(bundle::manifest_entry), most_manifest_bytes));
}

void require_whole(const zip::Archive& archive, const BundleInfo& info, const Poll& poll) {
  zip::require_safe(archive);
  const std::vector<FileInfo> files = bundle::listed_files(info);
  require_no_other(archive, files);
  for (const FileInfo& file : files) require_file(archive, file, poll);
  // The manifest has neither its own digest nor the README's; stream() checks their CRCs.
  const auto check_only = [](std::string_view) {};
  for (const char* name : bundle::unlisted_entries)
    archive.stream(archive.entry(name), check_only, poll);
}

}  // namespace paliad::bundle
