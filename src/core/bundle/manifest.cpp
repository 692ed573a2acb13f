#include "core/bundle/manifest.hpp"

#include "core/base/error.hpp"
#include "core/base/instant.hpp"
#include "core/base/json_nodes.hpp"
#include "core/codes/code_nodes.hpp"

namespace paliad::bundle {

namespace {

Json file_node(const model::FileInfo& file) {
  Json out = new_json_object();
  put(out, "name", file.name);
  put(out, "bytes", file.bytes);
  put(out, "sha256", to_hex(file.sha256));
  return out;
}

Json column_node(const model::Column& column) {
  Json out = new_json_object();
  put(out, "name", column.name);
  put(out, "type", column.type);
  return out;
}

Json sheet_node(const model::SheetInfo& sheet) {
  Json out = new_json_object();
  put(out, "sheet", sheet.sheet);
  put(out, "relation", sheet.relation);
  put(out, "kind", std::string(model::to_text(sheet.kind)));
  put(out, "rows", sheet.rows);
  put(out, "query", sheet.query);
  put(out, "columns", json_array_of(sheet.columns, column_node, "columns"));
  put(out, "omitted_columns", json_texts(sheet.omitted_columns, "omitted_columns"));
  put(out, "worksheets", json_texts(sheet.worksheets, "worksheets"));

  put(out, "files", json_array_of(sheet.files, file_node, "files"));
  return out;
}

Json large_object_node(const model::LargeObject& object) {
  Json out = new_json_object();
  put(out, "oid", std::uint64_t{object.oid});
  put(out, "file", file_node(object.file));
  return out;
}

// A text that an older version wrote has no code.
void put_code(const Json& out, const std::string& prefix, const CodedText& coded) {
  if (coded.code.empty()) return;
  put(out, prefix + "code", coded.code);
  put(out, prefix + "arguments", codes::arguments_node(coded));
}

Json exclusion_node(const model::Exclusion& exclusion) {
  Json out = new_json_object();
  put(out, "relation", exclusion.relation);
  put(out, "reason", exclusion.reason.text);
  put_code(out, "", exclusion.reason);
  return out;
}

Json not_carried_node(const model::NotCarried& not_carried) {
  Json out = new_json_object();
  put(out, "object", not_carried.object.text);
  put(out, "reason", not_carried.reason.text);
  put_code(out, "object_", not_carried.object);
  put_code(out, "", not_carried.reason);
  return out;
}

Json warning_node(const model::Warning& warning) {
  Json out = new_json_object();
  put(out, "sheet", warning.sheet);
  put(out, "column", warning.column);
  put(out, "code", warning.what.code);
  put(out, "arguments", codes::arguments_node(warning.what));
  put(out, "count", warning.count);
  put(out, "text", warning.what.text);
  return out;
}

Json settings_node(const model::BundleInfo& info) {
  Json out = new_json_object();
  for (const auto& [name, value] : info.settings) put(out, name, json_node(value));
  return out;
}

Json bundle_node(const model::BundleInfo& info) {
  Json out = new_json_object();
  put(out, "format_version", format_version);
  put(out, "id", info.id);
  put(out, "kind", info.kind);
  put(out, "requested_by", info.requested_by);
  put(out, "database", info.database);
  if (!info.installation.empty()) put(out, "installation", info.installation);
  put(out, "server_version", info.server_version);
  put(out, "extension_version", info.extension_version);
  put(out, "snapshot", info.snapshot);
  put(out, "started_at", to_text(info.started_at));
  put(out, "settings", settings_node(info));
  put(out, "workbook", file_node(info.workbook));
  put(out, "scripts", json_array_of(info.scripts, file_node, "scripts"));
  put(out, "sheets", json_array_of(info.sheets, sheet_node, "sheets"));
  put(out, "large_objects", json_array_of(info.large_objects, large_object_node, "large_objects"));
  put(out, "excluded", json_array_of(info.exclusions, exclusion_node, "excluded"));
  put(out, "not_carried", json_array_of(info.not_carried, not_carried_node, "not_carried"));
  put(out, "warnings", json_array_of(info.warnings, warning_node, "warnings"));
  return out;
}

}  // namespace

std::string manifest_json(const model::BundleInfo& info) {
  return json_text(bundle_node(info), JSON_INDENT(2)) + "\n";
}

std::string warnings_json(const std::vector<model::Warning>& warnings) {
  return json_text(json_array_of(warnings, warning_node, "warnings"), 0);
}

std::string row_counts_json(const std::vector<model::SheetInfo>& sheets) {
  Json out = new_json_object();
  for (const model::SheetInfo& sheet : sheets) put(out, sheet.sheet, json_node(sheet.rows));
  return json_text(out, 0);
}

}  // namespace paliad::bundle
