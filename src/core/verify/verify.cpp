#include "core/verify/verify.hpp"

#include "core/base/digest.hpp"
#include "core/base/error.hpp"
#include "core/base/file_digest.hpp"
#include "core/bundle/bundle_layout.hpp"
#include "core/bundle/bundle_reader.hpp"
#include "core/codes/codes.hpp"
#include "core/model/printable.hpp"
#include "core/verify/same_sheet.hpp"
#include "core/xlsx/worksheet_reader.hpp"
#include "core/zip/safe_entries.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>

namespace paliad::verify {

namespace {

using codes::coded;
using model::BundleInfo;
using model::FileInfo;
using model::printable;
using zip::Archive;

// Collects findings; makes one of an error that means damage.
class Report {
public:
  void add(std::string item, bool ok, CodedText detail) {
    findings_.push_back({std::move(item), ok, std::move(detail)});
  }

  // `check` returns what it found, or throws what is wrong; run() returns false then.
  template <class Check>
  bool run(const std::string& item, Check&& check) {
    try {
      add(item, true, check());
      return true;
    } catch (const Error& error) {
      if (error.state() != sqlstate::data_corrupted &&
          error.state() != sqlstate::feature_not_supported &&
          error.state() != sqlstate::program_limit_exceeded)
        throw;
      add(item, false, finding_of(error));
      return false;
    }
  }

  std::vector<Finding> take() { return std::move(findings_); }

private:
  static CodedText finding_of(const Error& error) {
    CodedText finding = codes::failure_of(error);
    if (!error.detail().empty()) finding.text += ". " + error.detail();
    return finding;
  }

  std::vector<Finding> findings_;
};

[[noreturn]] void wrong(CodedText what) { throw Error(sqlstate::data_corrupted, std::move(what)); }

class Verification {
public:
  Verification(int fd, std::string name, const Expected& expected, const MakeScratch& make_scratch,
               const Poll& poll)
      : fd_(fd), name_(std::move(name)), expected_(expected), make_scratch_(make_scratch),
        poll_(poll) {}

  std::vector<Finding> run() {
    check_file();
    if (!open()) return report_.take();
    for (const zip::Entry& entry : archive_->entries()) check_entry(entry);
    if (open_workbook())
      for (const model::SheetInfo& sheet : info_.sheets) check_sheet(sheet);
    return report_.take();
  }

private:
  // Compares the whole file with the catalog.
  void check_file() {
    report_.run("file", [&] {
      const FileDigest digest = digest_file(fd_, name_, poll_);
      if (digest.bytes != expected_.bytes)
        wrong(
            coded("size_not_of_catalog", {{"bytes", digest.bytes}, {"expected", expected_.bytes}}));
      if (expected_.sha256.empty()) return coded("file_without_digest", {{"bytes", digest.bytes}});
      if (to_hex(digest.sha256) != expected_.sha256)
        wrong(coded("digest_not_of_catalog",
                    {{"sha256", to_hex(digest.sha256)}, {"expected", expected_.sha256}}));
      return coded("file_as_in_catalog", {{"bytes", digest.bytes}});
    });
  }

  // Checks the zip, its manifest and its list of entries. False where nothing more can be checked.
  bool open() {
    const bool is_zip = report_.run("zip", [&] {
      archive_.emplace(fd_, name_, bundle::most_entries);
      zip::require_safe(*archive_);
      return coded("entries_counted", {{"count", archive_->entries().size()}});
    });
    if (!is_zip) return false;
    const bool is_bundle = report_.run("manifest", [&] {
      info_ = bundle::manifest_of(*archive_);
      require_own();
      return coded("sheets_counted", {{"count", info_.sheets.size()}});
    });
    if (!is_bundle) return false;
    files_ = bundle::listed_files(info_);
    for (const FileInfo& file : files_) by_name_.emplace(file.name, &file);
    report_.run("entries", [&] { return compare_entries(); });
    return true;
  }

  void require_own() const {
    if (info_.id != expected_.id)
      wrong(coded("manifest_of_other_backup", {{"id", printable(info_.id)}}));
    // Bundles of the first versions name only the database.
    if (!info_.installation.empty() && !expected_.installation.empty()) {
      if (info_.installation != expected_.installation)
        wrong(coded("made_by_other_installation", {{"installation", info_.installation}}));
    } else if (info_.database != expected_.database) {
      wrong(coded("of_other_database", {{"database", printable(info_.database)}}));
    }
  }

  const FileInfo* named_in_manifest(const std::string& name) const {
    const auto file = by_name_.find(name);
    return file == by_name_.end() ? nullptr : file->second;
  }

  CodedText compare_entries() const {
    std::set<std::string> missing(std::begin(bundle::unlisted_entries),
                                  std::end(bundle::unlisted_entries));
    for (const FileInfo& file : files_) missing.insert(file.name);
    std::string extra;
    for (const zip::Entry& entry : archive_->entries())
      if (missing.erase(entry.name) == 0) extra += " " + printable(entry.name);
    std::string lost;
    for (const std::string& name : missing) lost += " " + printable(name);
    if (!lost.empty() && !extra.empty())
      wrong(coded("entries_missing_and_unknown", {{"names", lost}, {"unknown", extra}}));
    if (!lost.empty()) wrong(coded("entries_missing", {{"names", lost}}));
    if (!extra.empty()) wrong(coded("entries_unknown", {{"unknown", extra}}));
    return coded("entries_as_in_manifest");
  }

  // Compares an entry with its CRC, and with the manifest if that lists it.
  void check_entry(const zip::Entry& entry) {
    const FileInfo* file = named_in_manifest(entry.name);
    report_.run(printable(entry.name), [&] {
      Sha256 sha256;
      const auto hash = [&](std::string_view block) { sha256.update(block); };
      archive_->stream(entry, hash, poll_);
      if (file == nullptr) return coded("entry_crc_right", {{"bytes", entry.bytes}});
      if (entry.bytes != file->bytes)
        wrong(coded("size_not_of_manifest", {{"bytes", entry.bytes}, {"expected", file->bytes}}));
      if (const std::string found = to_hex(sha256.finish()); found != to_hex(file->sha256))
        wrong(coded("digest_not_of_manifest",
                    {{"sha256", found}, {"expected", to_hex(file->sha256)}}));
      return coded("entry_right", {{"bytes", entry.bytes}});
    });
  }

  bool open_workbook() {
    return report_.run("workbook", [&] {
      scratch_ = make_scratch_();
      std::uint64_t at = 0;
      archive_->stream(
          archive_->entry(info_.workbook.name),
          [&](std::string_view block) {
            write_at(scratch_.get(), block, at, info_.workbook.name);
            at += block.size();
          },
          poll_);
      workbook_.emplace(scratch_.get(), info_.workbook.name, bundle::most_entries);
      zip::require_safe(*workbook_);
      worksheets_ = xlsx::worksheet_entries(*workbook_);
      return coded("worksheets_counted", {{"count", worksheets_.size()}});
    });
  }

  // Compares the three formats with the manifest and with each other.
  void check_sheet(const model::SheetInfo& sheet) {
    report_.run("sheet " + printable(sheet.sheet), [&] {
      std::vector<std::string> pages;
      for (const std::string& name : sheet.worksheets) {
        const auto found = worksheets_.find(name);
        if (found == worksheets_.end())
          wrong(coded("worksheet_missing", {{"name", printable(name)}}));
        pages.push_back(found->second);
      }
      const std::string differs = difference(*archive_, *workbook_, sheet, pages, poll_);
      if (!differs.empty()) wrong(coded("sheets_differ", {{"difference", differs}}));
      return coded("rows_same", {{"count", sheet.rows}});
    });
  }

  const int fd_;
  const std::string name_;
  const Expected& expected_;
  const MakeScratch& make_scratch_;
  const Poll& poll_;
  Report report_;
  std::optional<Archive> archive_;
  BundleInfo info_;
  std::vector<FileInfo> files_;
  std::map<std::string, const FileInfo*> by_name_;
  UniqueFd scratch_;
  std::optional<Archive> workbook_;
  xlsx::Worksheets worksheets_;
};

}  // namespace

std::vector<Finding> verify_artifact(int fd, const std::string& name, const Expected& expected,
                                     const MakeScratch& make_scratch, const Poll& poll) {
  return Verification(fd, name, expected, make_scratch, poll).run();
}

bool all_ok(const std::vector<Finding>& findings) noexcept {
  return std::all_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.ok; });
}

}  // namespace paliad::verify
