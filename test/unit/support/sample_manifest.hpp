// A good manifest, ways to break it, and the errors for that.
#pragma once

#include "core/bundle/manifest.hpp"
#include "core/bundle/manifest_reader.hpp"
#include "core/codes/codes.hpp"
#include "core/zip/damage.hpp"
#include "unit/support/caught.hpp"
#include "unit/support/said.hpp"

#include <stdexcept>
#include <string>

namespace paliad::test {

inline Sha256Value digest(std::uint8_t byte) {
  Sha256Value value{};
  value.fill(byte);
  return value;
}

inline model::SheetInfo sheet(const std::string& name, std::uint64_t rows) {
  model::SheetInfo sheet;
  sheet.sheet = name;
  sheet.relation = "paliad." + name;
  sheet.columns.resize(2);
  sheet.columns[0].name = "id";
  sheet.columns[0].type = "integer";
  sheet.columns[1].name = "title of " + name;
  sheet.columns[1].type = "text";
  sheet.query = "SELECT id FROM ONLY paliad." + name;
  sheet.rows = rows;
  sheet.files = {{"csv/" + name + ".csv", 5'000'000, digest(1)},
                 {"json/" + name + ".json", 5'000'001, digest(0xCA)}};
  sheet.worksheets = {name};
  return sheet;
}

inline model::BundleInfo good() {
  model::BundleInfo info;
  info.id = "6f1c2a34-0000-4000-8000-00000000000f";
  info.kind = "on_demand";
  info.requested_by = "anna.müller@kanzlei.example";
  info.database = "paliad";
  info.server_version = "15.4 (Debian)";
  info.extension_version = "1.0";
  info.snapshot = "795:799:795,797";
  info.started_at = from_unix_seconds(1'795'402'800);  // 2026-11-23 03:00:00 UTC
  info.settings = {{"TimeZone", "UTC"}, {"DateStyle", "ISO, YMD"}, {"lc_monetary", ""}};
  info.workbook = {"paliad-backup.xlsx", 4711, digest(0xAB)};
  info.sheets = {sheet("matters", 17), sheet("ref__länder", 0)};
  info.sheets[0].worksheets = {"matters", "matters (2)"};
  info.sheets[0].omitted_columns = {"secret"};
  info.sheets[1].kind = model::SheetKind::reference;
  info.large_objects = {{1, {"large_objects/1", 0, digest(2)}},
                        {4'294'967'295, {"large_objects/4294967295", 5'000'000'000, digest(3)}}};
  info.exclusions = {{"paliad.\"a\\b\"", test::said("excluded by a rule")}};
  info.scripts = {{"schema.sql", 12, {}}, {"restore.sql", 13, {}}};
  info.not_carried = {{codes::coded("object_trigger", {{"name", "t"}, {"table", "paliad.matters"}}),
                       codes::coded("needs_itself")},
                      {codes::coded("object_large_objects", {{"count", std::uint64_t{3}}}),
                       codes::coded("key_left_out", {{"column", "id"}}, codes::coded("view"))},
                      {test::said("an object"), test::said("as 1.0 wrote it")}};
  info.warnings = {{"matters", "id", test::said("Two cells\nare cut.", "made_cut"), 2},
                   {"matters", "secret", test::said("", "made_said"), 0},
                   {"", "", test::said("Note.", "made_uncommitted"), 0}};
  return info;
}

// The good manifest with the first `from` after `after` replaced by `to`.
inline std::string changed(const std::string& from, const std::string& to,
                           const std::string& after = "") {
  std::string json = bundle::manifest_json(good());
  const std::size_t at = json.find(from, json.find(after));
  if (at == std::string::npos) throw std::out_of_range(from);
  return json.replace(at, from.size(), to);
}

inline Caught refusal(const std::string& json) {
  return caught([&] { bundle::read_manifest(json); });
}

inline Caught refusal(const std::string& from, const std::string& to,
                      const std::string& after = "") {
  return refusal(changed(from, to, after));
}

inline Caught refusal(const model::BundleInfo& info) {
  return refusal(bundle::manifest_json(info));
}

// The error `manifest.json: "<way>" <why>`.
inline Caught wrong(const std::string& way, const std::string& why,
                    const std::string& detail = "") {
  return {"XX001", "manifest.json: \"" + way + "\" " + why, detail, zip::hint_damaged};
}

inline Caught unreadable(const std::string& why, const std::string& jansson) {
  return {"XX001", "manifest.json " + why, "Jansson says: " + jansson + ".", zip::hint_damaged};
}

}  // namespace paliad::test
