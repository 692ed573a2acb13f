#include "core/bundle/manifest_reader.hpp"

#include "core/base/json.hpp"
#include "unit/support/sample_manifest.hpp"
#include "unit/support/small_bundle.hpp"

#include <gtest/gtest.h>
#include <limits>

namespace paliad::bundle {
namespace {

using bundle::manifest_json;
using model::BundleInfo;
using model::FileInfo;
using model::SheetInfo;
using test::Caught;
using test::changed;
using test::good;
using test::refusal;
using test::unreadable;
using test::wrong;

bool same(const FileInfo& a, const FileInfo& b) {
  return a.name == b.name && a.bytes == b.bytes && a.sha256 == b.sha256;
}

void expect_same(const SheetInfo& a, const SheetInfo& b) {
  EXPECT_EQ(a.sheet, b.sheet);
  EXPECT_EQ(a.relation, b.relation);
  EXPECT_EQ(a.kind, b.kind);
  ASSERT_EQ(a.columns.size(), b.columns.size());
  for (std::size_t i = 0; i < a.columns.size(); ++i) {
    EXPECT_EQ(a.columns[i].name, b.columns[i].name);
    EXPECT_EQ(a.columns[i].type, b.columns[i].type);
  }
  EXPECT_EQ(a.omitted_columns, b.omitted_columns);
  EXPECT_EQ(a.query, b.query);
  EXPECT_EQ(a.rows, b.rows);
  EXPECT_EQ(a.worksheets, b.worksheets);
  ASSERT_EQ(a.files.size(), b.files.size());
  for (std::size_t i = 0; i < a.files.size(); ++i) EXPECT_TRUE(same(a.files[i], b.files[i]));
}

void expect_round_trip(const BundleInfo& info) {
  const BundleInfo read = read_manifest(manifest_json(info));
  EXPECT_EQ(read.id, info.id);
  EXPECT_EQ(read.kind, info.kind);
  EXPECT_EQ(read.requested_by, info.requested_by);
  EXPECT_EQ(read.database, info.database);
  EXPECT_EQ(read.server_version, info.server_version);
  EXPECT_EQ(read.extension_version, info.extension_version);
  EXPECT_EQ(read.snapshot, info.snapshot);
  EXPECT_EQ(read.started_at, info.started_at);
  EXPECT_EQ(read.settings, info.settings);
  EXPECT_TRUE(same(read.workbook, info.workbook));
  ASSERT_EQ(read.sheets.size(), info.sheets.size());
  for (std::size_t i = 0; i < info.sheets.size(); ++i) expect_same(read.sheets[i], info.sheets[i]);
  ASSERT_EQ(read.scripts.size(), info.scripts.size());
  for (std::size_t i = 0; i < info.scripts.size(); ++i) {
    EXPECT_EQ(read.scripts[i].name, info.scripts[i].name);
    EXPECT_EQ(read.scripts[i].bytes, info.scripts[i].bytes);
  }
  ASSERT_EQ(read.large_objects.size(), info.large_objects.size());
  for (std::size_t i = 0; i < info.large_objects.size(); ++i) {
    EXPECT_EQ(read.large_objects[i].oid, info.large_objects[i].oid);
    EXPECT_TRUE(same(read.large_objects[i].file, info.large_objects[i].file));
  }
  ASSERT_EQ(read.not_carried.size(), info.not_carried.size());
  for (std::size_t i = 0; i < info.not_carried.size(); ++i) {
    EXPECT_EQ(read.not_carried[i].object.text, info.not_carried[i].object.text);
    EXPECT_EQ(read.not_carried[i].reason.text, info.not_carried[i].reason.text);
  }
  ASSERT_EQ(read.exclusions.size(), info.exclusions.size());
  for (std::size_t i = 0; i < info.exclusions.size(); ++i) {
    EXPECT_EQ(read.exclusions[i].relation, info.exclusions[i].relation);
    EXPECT_EQ(read.exclusions[i].reason.text, info.exclusions[i].reason.text);
  }
  EXPECT_EQ(warnings_json(read.warnings), warnings_json(info.warnings));
  EXPECT_EQ(manifest_json(read), manifest_json(info));
}

// ---- Good ones ----

TEST(ManifestReader, ReadsWhatWasWritten) { expect_round_trip(good()); }

TEST(ManifestReader, KnowsWhoMadeIt) {
  BundleInfo info = good();
  info.installation = "0b5f3f38-9a3c-4c0e-8f5b-1d2e3f405162";
  expect_round_trip(info);
  EXPECT_EQ(read_manifest(manifest_json(info)).installation, info.installation);
  info.installation = "nobody";
  EXPECT_EQ(refusal(info).state, "XX001");
}

TEST(ManifestReader, ReadsABundleOfNothing) {
  BundleInfo info = good();
  info.settings.clear();
  info.sheets.clear();
  info.exclusions.clear();
  info.warnings.clear();
  expect_round_trip(info);
}

TEST(ManifestReader, ReadsWhatABundleHolds) {
  test::SmallBundle bundle;
  bundle.write();
  expect_round_trip(bundle.info);
}

TEST(ManifestReader, ReadsATableWithoutColumns) {
  BundleInfo info = good();
  info.sheets[1].columns.clear();
  expect_round_trip(info);
}

TEST(ManifestReader, ReadsTheLargestNumbers) {
  constexpr std::uint64_t largest = std::numeric_limits<std::int64_t>::max();
  BundleInfo info = good();
  info.workbook.bytes = largest;
  for (FileInfo& file : info.sheets[0].files) file.bytes = largest;
  info.sheets[0].rows = 2 * 1'048'575;
  info.warnings[0].count = largest;
  expect_round_trip(info);
}

TEST(ManifestReader, ReadsEveryTimeOfFourDigits) {
  BundleInfo info = good();
  for (const std::int64_t when : {0L, -1L, 951'782'400L, 1'709'209'845L, 253'402'300'799L}) {
    info.started_at = from_unix_seconds(when);
    expect_round_trip(info);
  }
}

TEST(ManifestReader, LeavesFormsAtTheirDefaults) {
  BundleInfo info = good();
  info.sheets[0].columns[0] = {"id", "numeric(12,2)", model::JsonForm::number,
                               model::CellForm::number, 2};
  const model::Column column = read_manifest(manifest_json(info)).sheets[0].columns[0];
  EXPECT_EQ(column.json, model::JsonForm::text);
  EXPECT_EQ(column.cell, model::CellForm::text);
  EXPECT_EQ(column.scale, -1);
}

TEST(ManifestReader, PassesOverKeysItDoesNotKnow) {
  const std::string json = changed("\"kind\": \"ref\",", "\"kind\": \"ref\", \"later\": [null],");
  EXPECT_EQ(manifest_json(read_manifest(json)), manifest_json(good()));
}

// ---- No JSON ----

TEST(BrokenManifest, IsNotJson) {
  EXPECT_EQ(refusal(""), unreadable("cannot be read as JSON (line 1, column 0)",
                                    "unexpected token near end of file"));
  EXPECT_EQ(refusal("{\"a\": 1,\n  b}"), unreadable("cannot be read as JSON (line 2, column 3)",
                                                    "string or '}' expected near 'b'"));
  EXPECT_EQ(refusal("{} {}"), unreadable("cannot be read as JSON (line 1, column 4)",
                                         "end of file expected near '{'"));
}

TEST(BrokenManifest, IsCut) {
  const std::string json = manifest_json(good());
  for (std::size_t size = 0; size < json.size() - 2; ++size) {
    const Caught error = refusal(json.substr(0, size));
    EXPECT_EQ(error.state, "XX001") << size;
    EXPECT_EQ(error.message.rfind("manifest.json cannot be read as JSON (line ", 0), 0U) << size;
  }
}

TEST(BrokenManifest, NeverEndsOtherwiseThanWithAnError) {
  const std::string json = manifest_json(good());
  for (std::size_t at = 0; at < json.size(); ++at)
    for (const char bit : {1, 2, 16, 64}) {
      std::string flipped = json;
      flipped[at] = static_cast<char>(flipped[at] ^ bit);
      const Caught error = refusal(flipped);
      EXPECT_TRUE(error.state.empty() || error.state == "XX001" || error.state == "0A000") << error;
    }
}

TEST(BrokenManifest, IsNotUtf8) {
  EXPECT_EQ(refusal("{\"a\": \"\xFF\"}"), unreadable("cannot be read as JSON (line 1, column 7)",
                                                     "unable to decode byte 0xff near '\"'"));
}

TEST(BrokenManifest, HasControlCharacters) {
  EXPECT_EQ(refusal("{\"a\": \"\x1B\"}"), unreadable("cannot be read as JSON (line 1, column 7)",
                                                     "control character 0x1b near '\"'"));
  EXPECT_EQ(refusal("\"paliad\"", "\"pa\\u0000liad\"").message,
            "manifest.json cannot be read as JSON (line 6, column 28)");
}

TEST(BrokenManifest, HasANumberTooLarge) {
  EXPECT_EQ(refusal("4711", "9223372036854775808"),
            unreadable("cannot be read as JSON (line 18, column 32)",
                       "too big integer near '9223372036854775808'"));
}

TEST(BrokenManifest, HasAKeyTwice) {
  EXPECT_EQ(refusal("\"database\": ", "\"kind\": \"scheduled\", \"database\": "),
            unreadable("has a key twice in one object (line 6, column 8)",
                       "duplicate object key near '\"kind\"'"));
  EXPECT_EQ(refusal("\"DateStyle\"", "\"TimeZone\"").message,
            "manifest.json has a key twice in one object (line 13, column 14)");
}

TEST(BrokenManifest, IsTooDeep) {
  EXPECT_EQ(refusal(std::string(100'000, '[')).message,
            "manifest.json cannot be read as JSON (line 1, column 2049)");
}

TEST(BrokenManifest, IsNotAnObject) {
  const auto is = [](const std::string& what) {
    return Caught{"XX001", "manifest.json is not an object", "It is " + what + ".",
                  zip::hint_damaged};
  };
  EXPECT_EQ(refusal("[]"), is("a list"));
  EXPECT_EQ(refusal("\"x\""), is("a text"));
  EXPECT_EQ(refusal("1"), is("an integer"));
  EXPECT_EQ(refusal("1.5"), is("a number that is no integer"));
  EXPECT_EQ(refusal("true"), is("true or false"));
  EXPECT_EQ(refusal("null"), is("null"));
}

// ---- Missing and wrongly typed ----

struct Place {
  std::string way;
  std::string kind;
};

// The paths of values in the good manifest, and what each value must be.
const std::vector<Place> places{
    {"format_version", "an integer"},
    {"id", "a text"},
    {"kind", "a text"},
    {"requested_by", "a text"},
    {"database", "a text"},
    {"server_version", "a text"},
    {"extension_version", "a text"},
    {"snapshot", "a text"},
    {"started_at", "a text"},
    {"settings", "an object"},
    {"workbook", "an object"},
    {"workbook.name", "a text"},
    {"workbook.bytes", "an integer"},
    {"workbook.sha256", "a text"},
    {"sheets", "a list"},
    {"sheets[1].sheet", "a text"},
    {"sheets[1].relation", "a text"},
    {"sheets[1].kind", "a text"},
    {"sheets[1].rows", "an integer"},
    {"sheets[1].query", "a text"},
    {"sheets[1].columns", "a list"},
    {"sheets[1].columns[1].name", "a text"},
    {"sheets[1].columns[1].type", "a text"},
    {"sheets[1].omitted_columns", "a list"},
    {"sheets[1].worksheets", "a list"},
    {"sheets[1].files", "a list"},
    {"sheets[1].files[1].name", "a text"},
    {"sheets[1].files[1].bytes", "an integer"},
    {"sheets[1].files[1].sha256", "a text"},
    {"excluded", "a list"},
    {"excluded[0].relation", "a text"},
    {"excluded[0].reason", "a text"},
    {"warnings", "a list"},
    {"warnings[1].sheet", "a text"},
    {"warnings[1].column", "a text"},
    {"warnings[1].code", "a text"},
    {"warnings[1].count", "an integer"},
    {"warnings[1].text", "a text"},
};

// The good manifest, and the object in it that has the last key of a path.
class Document {
public:
  explicit Document(std::string way)
      : json_(json_loads(manifest_json(good()).c_str(), 0, nullptr)), object_(json_.get()) {
    for (std::size_t dot = way.find('.'); dot != std::string::npos; dot = way.find('.')) {
      step(way.substr(0, dot));
      way.erase(0, dot + 1);
    }
    key_ = way;
  }
  std::string without() {
    json_object_del(object_, key_.c_str());
    return json_text(json_, 0);
  }
  std::string with(Json value) {
    json_object_set_new(object_, key_.c_str(), value.release());
    return json_text(json_, 0);
  }

private:
  // "sheets[1]" or "workbook"
  void step(const std::string& name) {
    const std::size_t bracket = name.find('[');
    object_ = json_object_get(object_, name.substr(0, bracket).c_str());
    if (bracket != std::string::npos)
      object_ = json_array_get(object_, std::stoul(name.substr(bracket + 1)));
    if (!json_is_object(object_)) throw std::out_of_range(name);
  }

  Json json_;
  json_t* object_;
  std::string key_;
};

TEST(BrokenManifest, LacksAnyValue) {
  for (const Place& place : places)
    EXPECT_EQ(refusal(Document(place.way).without()), wrong(place.way, "is missing"));
}

TEST(BrokenManifest, HasAnyValueOfAnotherType) {
  const std::pair<std::string, const char*> values[] = {
      {"null", "null"},    {"true or false", "true"}, {"a number that is no integer", "1.0"},
      {"an integer", "1"}, {"a text", "\"x\""},       {"a list", "[]"},
      {"an object", "{}"}};
  for (const Place& place : places)
    for (const auto& [kind, value] : values) {
      if (kind == place.kind) continue;
      Json other(json_loads(value, JSON_DECODE_ANY, nullptr));
      EXPECT_EQ(refusal(Document(place.way).with(std::move(other))),
                wrong(place.way, "is not " + place.kind, "It is " + kind + "."));
    }
}

TEST(BrokenManifest, HasAnItemOfAnotherType) {
  for (const auto& [way, inner] :
       std::vector<std::pair<std::string, std::string>>{{"sheets[1].columns", "[0]"},
                                                        {"sheets[1].files", "[0]"},
                                                        {"sheets", "[0]"},
                                                        {"excluded", "[0]"},
                                                        {"warnings", "[0]"}})
    EXPECT_EQ(refusal(Document(way).with(Json(json_pack("[i]", 1)))),
              wrong(way + inner, "is not an object", "It is an integer."));
  for (const char* way : {"sheets[1].omitted_columns", "sheets[1].worksheets"})
    EXPECT_EQ(refusal(Document(way).with(Json(json_pack("[i]", 1)))),
              wrong(way + std::string("[0]"), "is not a text", "It is an integer."));
  EXPECT_EQ(refusal("\"TimeZone\": \"UTC\"", "\"Time\\nZone\": 1"),
            wrong("settings.Time\\x0aZone", "is not a text", "It is an integer."));
}

TEST(BrokenManifest, HasANegativeNumber) {
  for (const char* way :
       {"workbook.bytes", "sheets[1].rows", "sheets[1].files[1].bytes", "warnings[1].count"})
    EXPECT_EQ(refusal(Document(way).with(Json(json_integer(-1)))),
              wrong(way, "is negative", "It is -1."));
}

TEST(BrokenManifest, HasAnEmptyName) {
  for (const char* way : {"workbook.name", "sheets[1].sheet", "sheets[1].relation",
                          "sheets[1].columns[1].name", "sheets[1].columns[1].type",
                          "sheets[1].files[1].name", "excluded[0].relation", "warnings[1].code"})
    EXPECT_EQ(refusal(Document(way).with(Json(json_string("")))), wrong(way, "is empty"));
}

// Only version 1.0 wrote sentences without a code, and it had no reasons behind others.
TEST(BrokenManifest, HasAReasonBehindAnotherWithoutItsCode) {
  for (const char* member : {"code", "arguments"})
    EXPECT_EQ(refusal("\"" + std::string(member) + "\":", "\"x\":", "\"because\":"),
              wrong("not_carried[1].arguments.because." + std::string(member), "is missing"));
}

TEST(ManifestReader, ReadsTheFirstBundlesWithoutScripts) {
  std::string json = bundle::manifest_json(good());
  const std::size_t at = json.find("\"scripts\"");
  json.replace(at, 9, "\"unknown\"");
  EXPECT_TRUE(read_manifest(json).scripts.empty());
}

TEST(ManifestReader, ReadsBundlesOfBeforeLargeObjects) {
  std::string json = bundle::manifest_json(good());
  json.replace(json.find("\"large_objects\""), 15, "\"unknown\"");
  EXPECT_TRUE(read_manifest(json).large_objects.empty());
}

TEST(ManifestReader, RefusesOtherLargeObjects) {
  const std::string first = "\"oid\": 1,";
  const std::string second = "\"oid\": 4294967295,";
  EXPECT_EQ(refusal(first, "\"oid\": 0,"),
            wrong("large_objects[0].oid", "is not the oid of a large object", "It is 0."));
  EXPECT_EQ(refusal(second, "\"oid\": 4294967296,"),
            wrong("large_objects[1].oid", "is not the oid of a large object", "It is 4294967296."));
  EXPECT_EQ(refusal(second, first),
            wrong("large_objects[1].oid", "is not greater than the one before it", "It is 1."));
  EXPECT_EQ(refusal(first, "\"oid\": 2,"),
            wrong("large_objects[0].file.name", "is not the file of its large object",
                  "It is \"large_objects/1\"."));
  EXPECT_EQ(refusal("\"large_objects/1\"", "\"large_objects/../1\""),
            wrong("large_objects[0].file.name", "is not the file of its large object",
                  "It is \"large_objects/../1\"."));
}

TEST(ManifestReader, RefusesOtherScripts) {
  EXPECT_EQ(
      refusal("schema.sql", "../x.sql"),
      wrong("scripts[0].name", "is not a script, or not in its place", "It is \"../x.sql\"."));
  EXPECT_EQ(
      refusal("restore.sql", "schema.sql"),
      wrong("scripts[1].name", "is not a script, or not in its place", "It is \"schema.sql\"."));
}

}  // namespace
}  // namespace paliad::bundle
