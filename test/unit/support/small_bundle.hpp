// A bundle of two sheets, small enough to test every byte of it.
#pragma once

#include "core/bundle/bundle_writer.hpp"
#include "unit/support/said.hpp"
#include "unit/support/temp_directory.hpp"

#include <fcntl.h>
#include <map>
#include <string>
#include <sys/mman.h>
#include <vector>

namespace paliad::test {

class SmallBundle {
public:
  SmallBundle() {
    info.id = "6f1c2a34-0000-4000-8000-000000000001";
    info.kind = "on_demand";
    info.requested_by = "anna@example.org";
    info.database = "paliad";
    info.server_version = "15.4";
    info.extension_version = "1.0";
    info.snapshot = "795:799:";
    info.started_at = from_unix_seconds(1'795'402'800);  // 2026-11-23 03:00:00 UTC
    info.sheets = {sheet("matters", model::SheetKind::entity),
                   sheet("ref__courts", model::SheetKind::reference)};
    info.exclusions = {{"paliad.drafts", test::said("left out by a rule")}};
  }

  // Writes the bundle: three rows of matters on pages of two rows, and no row of the courts.
  void write(const Poll& poll = no_poll) {
    const xlsx::WorkbookFrame frame = bundle::make_reading_frame(info, nameless);
    ScratchFile scratch(nameless(), "scratch");
    const auto parts = read(scratch, frame);
    entries = bundle::write_bundle(target.get(), "target", info, schema, parts,
                                   read_objects(scratch), frame, nameless, poll);
  }

  std::string bytes() const { return read_file(path_); }
  // Another file, with these bytes.
  UniqueFd file_of(const std::string& content) const {
    write_file(directory_ / "copy", content);
    return UniqueFd(::open((directory_ / "copy").c_str(), O_RDWR | O_CLOEXEC));
  }

  std::vector<sheet::SheetParts> read(ScratchFile& scratch,
                                      const xlsx::WorkbookFrame& frame) const {
    sheet::SheetWriter writer(scratch, no_poll, 2);
    std::vector<sheet::SheetParts> parts;
    writer.begin(info.sheets[0], frame.pages[0]);
    for (const char* id : {"1", "2", "12345678901234567890"}) {
      const model::Field fields[] = {{id, {}, false}, {title, {}, false}};
      writer.row(fields);
    }
    parts.push_back(writer.finish());
    writer.begin(info.sheets[1], frame.pages[1]);
    parts.push_back(writer.finish());
    return parts;
  }

  std::vector<zip::Part> read_objects(ScratchFile& scratch) {
    schema.large_objects.clear();
    zip::PartWriter writer(scratch);
    std::vector<zip::Part> parts;
    for (const auto& [oid, content] : large_objects) {
      schema.large_objects.push_back(oid);
      writer.write(content);
      parts.push_back(writer.finish());
    }
    return parts;
  }

  static UniqueFd nameless() { return UniqueFd(::memfd_create("scratch", MFD_CLOEXEC)); }

  std::string title = "Müller ./. Łódź";  // of every matter
  std::map<std::uint32_t, std::string> large_objects;
  model::BundleInfo info;
  schema::DatabaseSchema schema = one_schema();
  std::vector<bundle::BundleEntry> entries;

private:
  static schema::DatabaseSchema one_schema() {
    schema::DatabaseSchema schema;
    schema.all.before = {{"Schemas", {{"CREATE SCHEMA paliad;", {}, false}}}};
    schema.all.after = {{"Comments", {{"COMMENT ON SCHEMA paliad IS 'x';", {}, false}}}};
    schema.tables = schema.all;
    return schema;
  }

  static model::SheetInfo sheet(const std::string& name, model::SheetKind kind) {
    model::SheetInfo sheet;
    sheet.sheet = name;
    sheet.relation = "paliad." + name;
    sheet.kind = kind;
    sheet.columns = {{"id", "numeric", model::JsonForm::number, model::CellForm::number, -1},
                     {"title", "text", model::JsonForm::text, model::CellForm::text, -1}};
    sheet.query = "SELECT id, title FROM ONLY " + sheet.relation + " ORDER BY id";
    return sheet;
  }

  TempDirectory directory_;
  const std::string path_ = directory_ / "bundle.zip";

public:
  UniqueFd target{::open(path_.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600)};
};

}  // namespace paliad::test
