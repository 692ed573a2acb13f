#include "core/bundle/manifest_reader.hpp"

#include "core/base/instant.hpp"
#include "core/bundle/bundle_layout.hpp"
#include "core/bundle/json_node.hpp"
#include "core/bundle/manifest.hpp"
#include "core/model/printable.hpp"
#include "core/xlsx/xlsx_cell.hpp"
#include "core/zip/damage.hpp"
#include "core/zip/safe_entries.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <set>
#include <string_view>

namespace paliad::bundle {

namespace {

using model::BundleInfo;
using model::Column;
using model::FileInfo;
using model::SheetInfo;
using model::SheetKind;

// Unique names of one kind.
class Names {
public:
  explicit Names(const char* kind) : kind_(kind) {}

  // Returns the node's text. Refuses an empty one, and one that was claimed before.
  std::string claim(const JsonNode& node) {
    std::string name = node.name();
    if (!names_.insert(name).second)
      node.refuse_text(std::string("names a ") + kind_ + " for the second time");
    return name;
  }

private:
  const char* kind_;
  std::set<std::string> names_;
};

// ---- The text ----

Json parse(const std::string& text) {
  json_error_t error;
  Json document(
      json_loadb(text.data(), text.size(), JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error));
  if (document) return document;
  const auto code = json_error_code(&error);
  if (code == json_error_out_of_memory) throw std::bad_alloc();
  const std::string place =
      " (line " + std::to_string(error.line) + ", column " + std::to_string(error.column) + ")";
  const char* what = code == json_error_duplicate_key ? " has a key twice in one object"
                                                      : " cannot be read as JSON";
  throw zip::damaged(bundle::manifest_entry + (what + place),
                     "Jansson says: " + model::printable(error.text) + ".", zip::hint_damaged);
}

// Must be called first: nothing else is known about a later format.
void require_known_format(const JsonNode& manifest) {
  const JsonNode node = manifest.at("format_version");
  const std::int64_t version = node.integer();
  if (version > bundle::format_version)
    throw Error(sqlstate::feature_not_supported,
                std::string(bundle::manifest_entry) + " has format version " +
                    std::to_string(version) + ", which this version of paliad_backup can't read",
                "It reads versions up to " + std::to_string(bundle::format_version) + ".",
                "Use the version of paliad_backup that wrote the bundle, or a newer one.");
  if (version < 1) node.refuse("is less than 1", "It is " + std::to_string(version) + ".");
}

// ---- Values ----

std::string read_uuid(const JsonNode& node) {
  constexpr std::string_view form = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  constexpr std::string_view digits = "0123456789abcdef";
  std::string id = node.text();
  const bool fits = std::equal(form.begin(), form.end(), id.begin(), id.end(), [&](char f, char c) {
    return f == '-' ? c == '-' : digits.find(c) != std::string_view::npos;
  });
  if (!fits) node.refuse_text("is not a uuid");
  return id;
}

Instant read_time(const JsonNode& node) {
  const auto when = parse_instant(node.text());
  if (!when) node.refuse_text("is not a time (YYYY-MM-DDTHH:MM:SSZ)");
  return *when;
}

Sha256Value read_sha256(const JsonNode& node) {
  const auto value = sha256_of_hex(node.text());
  if (!value) node.refuse_text("is not a SHA-256 (64 digits of 0-9 and a-f)");
  return *value;
}

FileInfo read_file(const JsonNode& node) {
  return {node.at("name").name(), node.at("bytes").count(), read_sha256(node.at("sha256"))};
}

// ---- A sheet ----

SheetKind read_sheet_kind(const JsonNode& node) {
  const std::string kind = node.text();
  for (const SheetKind known : {SheetKind::entity, SheetKind::reference})
    if (kind == to_text(known)) return known;
  node.refuse_text(R"(is neither "entity" nor "ref")");
}

// The sheet's name is a part of its files' names, so it must not contain a path.
std::string read_sheet_name(const JsonNode& node, Names& sheets) {
  std::string name = sheets.claim(node);
  std::string_view why = zip::unsafe_name(name);
  if (name.find('/') != std::string::npos) why = "has a slash in its name";
  if (!why.empty()) node.refuse_text("can't be the name of a file: it " + std::string(why));
  return name;
}

void read_columns(SheetInfo& sheet, const JsonNode& node) {
  Names names("column");
  for (const JsonNode& item : node.at("columns").items()) {
    Column column;
    column.name = names.claim(item.at("name"));
    column.type = item.at("type").name();
    sheet.columns.push_back(std::move(column));
  }
  for (const JsonNode& item : node.at("omitted_columns").items())
    sheet.omitted_columns.push_back(names.claim(item));
}

void read_worksheets(SheetInfo& sheet, const JsonNode& node, Names& worksheets) {
  const std::vector<JsonNode> items = node.items();
  if (items.empty()) node.refuse("is empty");
  for (const JsonNode& item : items) sheet.worksheets.push_back(worksheets.claim(item));
}

void read_files(SheetInfo& sheet, const JsonNode& node) {
  const std::vector<std::string> expected = bundle::sheet_entries(sheet.sheet);
  Names names("file");
  for (const JsonNode& item : node.items()) {
    const FileInfo file = read_file(item);
    (void)names.claim(item.at("name"));
    if (sheet.files.size() == expected.size() || file.name != expected[sheet.files.size()])
      item.at("name").refuse_text("is not a file of its sheet, or not in its place");
    sheet.files.push_back(file);
  }
  if (sheet.files.size() < 2)
    node.refuse("lacks a file",
                "There is no \"" + model::printable(expected[sheet.files.size()]) + "\".");
}

// A row takes at least one byte in each file. A worksheet has at most as many rows as Excel allows,
// and only the first one may have none.
void require_possible_rows(const SheetInfo& sheet, const JsonNode& rows) {
  const std::string is = "It is " + std::to_string(sheet.rows) + ".";
  for (const FileInfo& file : sheet.files)
    if (sheet.rows > file.bytes) rows.refuse("is more than the sheet's files can have", is);
  const std::uint64_t pages = sheet.worksheets.size();
  if (sheet.rows > pages * (xlsx::xlsx_max_rows - 1))
    rows.refuse("is more than the sheet's worksheets can have", is);
  if (pages > 1 && pages > sheet.rows) rows.refuse("is less than the sheet's worksheets", is);
}

// Reads sheets one after another, and records the names that must be unique.
class SheetReader {
public:
  SheetInfo read(const JsonNode& node) {
    SheetInfo sheet;
    sheet.sheet = read_sheet_name(node.at("sheet"), sheets_);
    sheet.relation = node.at("relation").name();
    sheet.kind = read_sheet_kind(node.at("kind"));
    sheet.rows = node.at("rows").count();
    sheet.query = node.at("query").text();
    read_columns(sheet, node);
    read_worksheets(sheet, node.at("worksheets"), worksheets_);
    read_files(sheet, node.at("files"));
    require_possible_rows(sheet, node.at("rows"));
    return sheet;
  }

private:
  Names sheets_{"sheet"};
  Names worksheets_{"worksheet"};
};

// ---- The whole ----

std::string read_kind(const JsonNode& node) {
  std::string kind = node.text();
  if (kind != "on_demand" && kind != "scheduled")
    node.refuse_text(R"(is neither "on_demand" nor "scheduled")");
  return kind;
}

// The workbook is at the top level of the bundle, so its name must not contain a path.
FileInfo read_workbook(const JsonNode& node) {
  constexpr std::string_view ending = ".xlsx";
  FileInfo workbook = read_file(node);
  const std::string& name = workbook.name;
  const bool ends_so = name.size() > ending.size() &&
                       name.compare(name.size() - ending.size(), ending.size(), ending) == 0;
  if (!ends_so || name.find('/') != std::string::npos || !zip::unsafe_name(name).empty())
    node.at("name").refuse_text("is not the name of a workbook");
  return workbook;
}

bool has_column(const SheetInfo& sheet, const std::string& name) {
  const auto& omitted = sheet.omitted_columns;
  return std::find(omitted.begin(), omitted.end(), name) != omitted.end() ||
         std::any_of(sheet.columns.begin(), sheet.columns.end(),
                     [&](const Column& column) { return column.name == name; });
}

CodedText read_with_code(const JsonNode& node, const char* text, const char* code,
                         const char* arguments);

void read_arguments(const JsonNode& node, CodedText& coded) {
  for (const auto& [name, value] : node.members())
    if (name == "because")
      coded.because = {read_with_code(value, "text", "code", "arguments")};
    else if (value.is_integer())
      coded.arguments.emplace_back(name, value.count());
    else
      coded.arguments.emplace_back(name, value.text());
}

CodedText read_with_code(const JsonNode& node, const char* text, const char* code,
                         const char* arguments) {
  CodedText coded;
  coded.text = node.at(text).text();
  coded.code = node.at(code).name();
  read_arguments(node.at(arguments), coded);
  return coded;
}

// Bundles made by 1.0 have only the sentence.
CodedText read_coded(const JsonNode& node, const char* text, const char* code,
                     const char* arguments) {
  if (node.has(arguments)) return read_with_code(node, text, code, arguments);
  CodedText coded;
  coded.text = node.at(text).text();
  return coded;
}

std::vector<model::Warning> read_warnings(const JsonNode& node,
                                          const std::vector<SheetInfo>& sheets) {
  std::map<std::string, const SheetInfo*> by_name;
  for (const SheetInfo& sheet : sheets) by_name[sheet.sheet] = &sheet;
  std::vector<model::Warning> warnings;
  for (const JsonNode& item : node.items()) {
    model::Warning warning{item.at("sheet").text(), item.at("column").text(),
                           read_coded(item, "text", "code", "arguments"), item.at("count").count()};
    warning.what.code = item.at("code").name();
    const auto sheet = by_name.find(warning.sheet);
    if (!warning.sheet.empty() && sheet == by_name.end())
      item.at("sheet").refuse_text("names no sheet of the bundle");
    if (!warning.column.empty() &&
        (sheet == by_name.end() || !has_column(*sheet->second, warning.column)))
      item.at("column").refuse_text("names no column of the warning's sheet");
    warnings.push_back(std::move(warning));
  }
  return warnings;
}

void read_run(BundleInfo& info, const JsonNode& manifest) {
  info.id = read_uuid(manifest.at("id"));
  info.kind = read_kind(manifest.at("kind"));
  info.requested_by = manifest.at("requested_by").text();
  info.database = manifest.at("database").text();
  if (manifest.has("installation")) info.installation = read_uuid(manifest.at("installation"));
  info.server_version = manifest.at("server_version").text();
  info.extension_version = manifest.at("extension_version").text();
  info.snapshot = manifest.at("snapshot").text();
  info.started_at = read_time(manifest.at("started_at"));
  for (const auto& [name, value] : manifest.at("settings").members())
    info.settings.emplace_back(name, value.text());
}

model::NotCarried read_not_carried(const JsonNode& item) {
  (void)item.at("object").name();
  return {read_coded(item, "object", "object_code", "object_arguments"),
          read_coded(item, "reason", "code", "arguments")};
}

// The oids must ascend, so they are unique.
model::LargeObject read_large_object(const JsonNode& node, std::uint64_t last) {
  const JsonNode number = node.at("oid");
  const std::uint64_t oid = number.count();
  const std::string is = "It is " + std::to_string(oid) + ".";
  if (oid == 0 || oid > std::numeric_limits<std::uint32_t>::max())
    number.refuse("is not the oid of a large object", is);
  if (oid <= last) number.refuse("is not greater than the one before it", is);
  model::LargeObject object{static_cast<std::uint32_t>(oid), read_file(node.at("file"))};
  if (object.file.name != bundle::large_object_entry(object.oid))
    node.at("file").at("name").refuse_text("is not the file of its large object");
  return object;
}

// Bundles made by 1.0 have none.
std::vector<model::LargeObject> read_large_objects(const JsonNode& manifest) {
  std::vector<model::LargeObject> objects;
  if (!manifest.has("large_objects")) return objects;
  for (const JsonNode& item : manifest.at("large_objects").items())
    objects.push_back(read_large_object(item, objects.empty() ? 0 : objects.back().oid));
  return objects;
}

// Bundles of the first versions have none.
void read_scripts(BundleInfo& info, const JsonNode& manifest) {
  if (!manifest.has("scripts")) return;
  std::vector<std::string> expected(std::rbegin(bundle::script_entries),
                                    std::rend(bundle::script_entries));
  for (const JsonNode& item : manifest.at("scripts").items()) {
    const FileInfo script = read_file(item);
    if (expected.empty() || script.name != expected.back())
      item.at("name").refuse_text("is not a script, or not in its place");
    expected.pop_back();
    info.scripts.push_back(script);
  }
  for (const JsonNode& item : manifest.at("not_carried").items())
    info.not_carried.push_back(read_not_carried(item));
}

}  // namespace

BundleInfo read_manifest(const std::string& json) {
  const Json document = parse(json);
  const JsonNode manifest(document.get(), {});
  require_known_format(manifest);
  BundleInfo info;
  read_run(info, manifest);
  info.workbook = read_workbook(manifest.at("workbook"));
  SheetReader sheets;
  for (const JsonNode& item : manifest.at("sheets").items())
    info.sheets.push_back(sheets.read(item));
  info.large_objects = read_large_objects(manifest);
  for (const JsonNode& item : manifest.at("excluded").items())
    info.exclusions.push_back(
        {item.at("relation").name(), read_coded(item, "reason", "code", "arguments")});
  read_scripts(info, manifest);
  info.warnings = read_warnings(manifest.at("warnings"), info.sheets);
  return info;
}

}  // namespace paliad::bundle
