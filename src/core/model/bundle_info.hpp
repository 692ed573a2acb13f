// The description of a bundle. Manifest, README and overview are three renderings of it.
#pragma once

#include "core/base/coded_text.hpp"
#include "core/base/digest.hpp"
#include "core/base/instant.hpp"
#include "core/model/column.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace paliad::model {

enum class SheetKind { entity, reference };

// "entity" or "ref", as in the manifest (docs/bundle-format.md).
inline const char* to_text(SheetKind kind) { return kind == SheetKind::entity ? "entity" : "ref"; }

// Something that a reader should know. `sheet` and `column` may be empty.
struct Warning {
  std::string sheet;
  std::string column;
  CodedText what;           // core/codes/warning_texts.hpp
  std::uint64_t count = 0;  // of values or rows; 0 where it doesn't apply
};

struct FileInfo {
  std::string name;  // as in the zip: csv/matters.csv
  std::uint64_t bytes = 0;
  Sha256Value sha256{};
};

// A relation that is not in the bundle.
struct Exclusion {
  std::string relation;  // qualified and quoted
  CodedText reason;      // core/codes/left_out_texts.hpp
};

// An object that schema.sql and restore.sql don't bring back.
struct NotCarried {
  CodedText object;  // core/codes/object_texts.hpp
  CodedText reason;  // core/codes/not_carried_texts.hpp
};

struct SheetInfo {
  std::string sheet;     // also the stem of its files
  std::string relation;  // qualified and quoted
  SheetKind kind = SheetKind::entity;
  std::vector<Column> columns;
  std::vector<std::string> omitted_columns;  // left out by a rule, or because of their contents
  std::string query;
  std::uint64_t rows = 0;
  std::vector<FileInfo> files;          // csv, json
  bool has_end_of_data = false;         // in the CSV (formats/end_of_data.hpp); not in the manifest
  std::vector<std::string> worksheets;  // names in the workbook; more than one when long
};

struct LargeObject {
  std::uint32_t oid = 0;
  FileInfo file;
};

struct BundleInfo {
  std::string id;            // uuid
  std::string kind;          // on_demand or scheduled
  std::string requested_by;  // an e-mail address or a login
  std::string database;
  std::string installation;    // uuid of the one that made it; empty in the first bundles
  std::string server_version;  // 15.4
  std::string extension_version;
  std::string snapshot;  // pg_current_snapshot's text
  Instant started_at = 0;
  std::vector<std::pair<std::string, std::string>> settings;  // set while reading; name and value
  std::vector<SheetInfo> sheets;
  std::vector<LargeObject> large_objects;  // by oid
  std::vector<Exclusion> exclusions;
  std::vector<Warning> warnings;
  FileInfo workbook;
  std::vector<FileInfo> scripts;  // as bundle::script_entries; the first bundles have none
  std::vector<NotCarried> not_carried;
};

}  // namespace paliad::model
