#include "core/bundle/manifest.hpp"

#include "core/base/error.hpp"
#include "core/base/instant.hpp"
#include "core/base/json.hpp"

namespace paliad::bundle {

namespace {

Error not_written(std::string_view what) {
  return {sqlstate::internal_error,
          "could not write \"" + std::string(what) + "\" into the backup's JSON",
          "The value is not valid UTF-8, or memory ran out."};
}

Json array() { return Json(json_array()); }
Json object() { return new_json_object(); }
Json node(const std::string& text) { return Json(json_stringn(text.data(), text.size())); }
Json node(const char* text) { return Json(json_string(text)); }
Json node(std::uint64_t number) { return Json(json_integer(static_cast<json_int_t>(number))); }

// Jansson takes the value over, and refuses a null one.
void put(const Json& object, const std::string& key, Json value) {
  if (json_object_set_new(object.get(), key.c_str(), value.release()) != 0) throw not_written(key);
}

void put(const Json& object, const char* key, const std::string& text) {
  put(object, key, node(text));
}

void put(const Json& object, const char* key, std::uint64_t number) {
  put(object, key, node(number));
}

void add(const Json& array, Json value, std::string_view what) {
  if (json_array_append_new(array.get(), value.release()) != 0) throw not_written(what);
}

// An array of make(item) for each item; `what` is for the message.
template <typename Items, typename Make>
Json array_of(const Items& items, Make make, std::string_view what) {
  Json all = array();
  for (const auto& item : items) add(all, make(item), what);
  return all;
}

Json texts(const std::vector<std::string>& items, std::string_view what) {
  return array_of(
      items, [](const std::string& item) { return node(item); }, what);
}

Json file_node(const FileInfo& file) {
  Json out = object();
  put(out, "name", file.name);
  put(out, "bytes", file.bytes);
  put(out, "sha256", to_hex(file.sha256));
  return out;
}

Json column_node(const Column& column) {
  Json out = object();
  put(out, "name", column.name);
  put(out, "type", column.type);
  return out;
}

Json sheet_node(const SheetInfo& sheet) {
  Json out = object();
  put(out, "sheet", sheet.sheet);
  put(out, "relation", sheet.relation);
  put(out, "kind", node(to_text(sheet.kind)));
  put(out, "rows", sheet.rows);
  put(out, "query", sheet.query);
  put(out, "columns", array_of(sheet.columns, column_node, "columns"));
  put(out, "omitted_columns", texts(sheet.omitted_columns, "omitted_columns"));
  put(out, "worksheets", texts(sheet.worksheets, "worksheets"));

  put(out, "files", array_of(sheet.files, file_node, "files"));
  return out;
}

Json exclusion_node(const Exclusion& exclusion) {
  Json out = object();
  put(out, "relation", exclusion.relation);
  put(out, "reason", exclusion.reason);
  return out;
}

Json object_node(const Exclusion& not_carried) {
  Json out = object();
  put(out, "object", not_carried.relation);
  put(out, "reason", not_carried.reason);
  return out;
}

Json warning_node(const Warning& warning) {
  Json out = object();
  put(out, "sheet", warning.sheet);
  put(out, "column", warning.column);
  put(out, "code", warning.code);
  put(out, "count", warning.count);
  put(out, "text", warning.text);
  return out;
}

Json settings_node(const BundleInfo& info) {
  Json out = object();
  for (const auto& [name, value] : info.settings) put(out, name, node(value));
  return out;
}

Json bundle_node(const BundleInfo& info) {
  Json out = object();
  put(out, "format_version", format_version);
  put(out, "id", info.id);
  put(out, "kind", info.kind);
  put(out, "requested_by", info.requested_by);
  put(out, "database", info.database);
  if (!info.installation.empty()) put(out, "installation", info.installation);
  put(out, "server_version", info.server_version);
  put(out, "extension_version", info.extension_version);
  put(out, "snapshot", info.snapshot);
  put(out, "started_at", iso_utc(info.started_at));
  put(out, "settings", settings_node(info));
  put(out, "workbook", file_node(info.workbook));
  put(out, "scripts", array_of(info.scripts, file_node, "scripts"));
  put(out, "sheets", array_of(info.sheets, sheet_node, "sheets"));
  put(out, "excluded", array_of(info.exclusions, exclusion_node, "excluded"));
  put(out, "not_carried", array_of(info.not_carried, object_node, "not_carried"));
  put(out, "warnings", array_of(info.warnings, warning_node, "warnings"));
  return out;
}

}  // namespace

std::string iso_utc(std::time_t when) {
  std::string text = schedule::format_unix_seconds(when, "%Y-%m-%dT%H:%M:%SZ");
  if (text.empty())
    throw Error(sqlstate::internal_error, "a time is beyond what the calendar holds",
                "It is " + std::to_string(when) + " seconds from 1970-01-01.");
  return text;
}

std::string manifest_json(const BundleInfo& info) {
  return json_text(bundle_node(info), JSON_INDENT(2)) + "\n";
}

std::string warnings_json(const std::vector<Warning>& warnings) {
  return json_text(array_of(warnings, warning_node, "warnings"), 0);
}

std::string row_counts_json(const std::vector<SheetInfo>& sheets) {
  Json out = object();
  for (const SheetInfo& sheet : sheets) put(out, sheet.sheet, node(sheet.rows));
  return json_text(out, 0);
}

}  // namespace paliad::bundle
