#include "core/bundle/manifest.hpp"

#include "core/codes/codes.hpp"
#include "unit/support/caught.hpp"
#include "unit/support/said.hpp"

#include <gtest/gtest.h>
#include <limits>

namespace paliad::bundle {
namespace {

using test::caught;
using test::Caught;

model::BundleInfo small_bundle() {
  model::BundleInfo info;
  info.id = "6f1c2a34-0000-4000-8000-000000000001";
  info.kind = "on_demand";
  info.requested_by = "anna.müller@kanzlei.example";
  info.database = "paliad";
  info.server_version = "15.4";
  info.extension_version = "1.0";
  info.snapshot = "795:799:795,797";
  info.started_at = from_unix_seconds(1'795'402'800);
  info.settings = {{"TimeZone", "UTC"}, {"DateStyle", "ISO, YMD"}};
  info.workbook = {"paliad-backup.xlsx", 4711, {}};
  info.workbook.sha256.fill(0xAB);
  model::SheetInfo sheet;
  sheet.sheet = "ref__countries";
  sheet.relation = "paliad.ref_countries";
  sheet.kind = model::SheetKind::reference;
  sheet.columns.resize(1);
  sheet.columns[0].name = "code";
  sheet.columns[0].type = "character(2)";
  sheet.omitted_columns = {"note"};
  sheet.query = "SELECT code FROM ONLY paliad.ref_countries ORDER BY code";
  sheet.rows = 249;
  sheet.files = {{"csv/ref__countries.csv", 1000, {}}};
  sheet.worksheets = {"ref__countries"};
  info.sheets = {sheet};
  info.large_objects = {{4'294'967'295, {"large_objects/4294967295", 3'145'729, {}}}};
  info.exclusions = {
      {"paliad.\"a\\b\"", codes::coded("key_left_out", {{"column", "id"}},
                                       codes::coded("rule_with_note", {{"note", "ä"}}))}};
  info.not_carried = {{codes::coded("object_large_objects", {{"count", std::uint64_t{3}}}),
                       codes::coded("too_many_large_objects", {{"most", std::uint64_t{7}}})}};
  info.warnings = {{"ref__countries", "code", test::said("Two cells are cut.", "made_cut"), 2}};
  return info;
}

TEST(Manifest, HasEveryKeyInItsPlace) {
  EXPECT_EQ(manifest_json(small_bundle()), R"json({
  "format_version": 1,
  "id": "6f1c2a34-0000-4000-8000-000000000001",
  "kind": "on_demand",
  "requested_by": "anna.müller@kanzlei.example",
  "database": "paliad",
  "server_version": "15.4",
  "extension_version": "1.0",
  "snapshot": "795:799:795,797",
  "started_at": "2026-11-23T03:00:00Z",
  "settings": {
    "TimeZone": "UTC",
    "DateStyle": "ISO, YMD"
  },
  "workbook": {
    "name": "paliad-backup.xlsx",
    "bytes": 4711,
    "sha256": "abababababababababababababababababababababababababababababababab"
  },
  "scripts": [],
  "sheets": [
    {
      "sheet": "ref__countries",
      "relation": "paliad.ref_countries",
      "kind": "ref",
      "rows": 249,
      "query": "SELECT code FROM ONLY paliad.ref_countries ORDER BY code",
      "columns": [
        {
          "name": "code",
          "type": "character(2)"
        }
      ],
      "omitted_columns": [
        "note"
      ],
      "worksheets": [
        "ref__countries"
      ],
      "files": [
        {
          "name": "csv/ref__countries.csv",
          "bytes": 1000,
          "sha256": "0000000000000000000000000000000000000000000000000000000000000000"
        }
      ]
    }
  ],
  "large_objects": [
    {
      "oid": 4294967295,
      "file": {
        "name": "large_objects/4294967295",
        "bytes": 3145729,
        "sha256": "0000000000000000000000000000000000000000000000000000000000000000"
      }
    }
  ],
  "excluded": [
    {
      "relation": "paliad.\"a\\b\"",
      "reason": "its primary key has the column id: left out by a rule: ä",
      "code": "key_left_out",
      "arguments": {
        "column": "id",
        "because": {
          "code": "rule_with_note",
          "arguments": {
            "note": "ä"
          },
          "text": "left out by a rule: ä"
        }
      }
    }
  ],
  "not_carried": [
    {
      "object": "3 large objects",
      "reason": "a backup has at most 7 large objects, those with the lowest oids",
      "object_code": "object_large_objects",
      "object_arguments": {
        "count": 3
      },
      "code": "too_many_large_objects",
      "arguments": {
        "most": 7
      }
    }
  ],
  "warnings": [
    {
      "sheet": "ref__countries",
      "column": "code",
      "code": "made_cut",
      "arguments": {},
      "count": 2,
      "text": "Two cells are cut."
    }
  ]
}
)json");
}

TEST(Manifest, KeepsEmptyThings) {
  model::BundleInfo info;
  info.sheets.resize(1);
  EXPECT_EQ(manifest_json(info), R"({
  "format_version": 1,
  "id": "",
  "kind": "",
  "requested_by": "",
  "database": "",
  "server_version": "",
  "extension_version": "",
  "snapshot": "",
  "started_at": "2000-01-01T00:00:00Z",
  "settings": {},
  "workbook": {
    "name": "",
    "bytes": 0,
    "sha256": "0000000000000000000000000000000000000000000000000000000000000000"
  },
  "scripts": [],
  "sheets": [
    {
      "sheet": "",
      "relation": "",
      "kind": "entity",
      "rows": 0,
      "query": "",
      "columns": [],
      "omitted_columns": [],
      "worksheets": [],
      "files": []
    }
  ],
  "large_objects": [],
  "excluded": [],
  "not_carried": [],
  "warnings": []
}
)");
}

TEST(Manifest, RefusesWhatIsNotUtf8) {
  model::BundleInfo info = small_bundle();
  info.database = "\xFF";
  EXPECT_EQ(caught([&] { manifest_json(info); }),
            (Caught{"XX000", "could not write \"database\" into the backup's JSON",
                    "The value is not valid UTF-8, or memory ran out.", ""}));

  info = small_bundle();
  info.sheets[0].worksheets = {"\xC3"};
  EXPECT_EQ(caught([&] { manifest_json(info); }),
            (Caught{"XX000", "could not write \"worksheets\" into the backup's JSON",
                    "The value is not valid UTF-8, or memory ran out.", ""}));
}

TEST(Warnings, AreOneLine) {
  EXPECT_EQ(warnings_json({}), "[]");
  EXPECT_EQ(warnings_json({{"a", "b", test::said("One\nline.", "made_cut"), 1},
                           {"", "", test::said("Note.", "made_caller_wrote"), 0}}),
            R"([{"sheet": "a", "column": "b", "code": "made_cut", "arguments": {}, "count": 1, )"
            R"("text": "One\nline."}, {"sheet": "", "column": "", "code": "made_caller_wrote", )"
            R"("arguments": {}, "count": 0, "text": "Note."}])");
}

TEST(RowCounts, AreOneLineInOrder) {
  std::vector<model::SheetInfo> sheets(3);
  sheets[0].sheet = "z";
  sheets[0].rows = std::numeric_limits<std::int64_t>::max();
  sheets[1].sheet = "a\"b";
  sheets[2].sheet = "b";
  sheets[2].rows = 1;
  EXPECT_EQ(row_counts_json({}), "{}");
  EXPECT_EQ(row_counts_json(sheets), R"({"z": 9223372036854775807, "a\"b": 0, "b": 1})");
}

}  // namespace
}  // namespace paliad::bundle
