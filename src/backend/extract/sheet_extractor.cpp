#include "backend/extract/sheet_extractor.hpp"

#include "backend/access/roles.hpp"
#include "backend/postgres/row_stream.hpp"
#include "backend/postgres/statement.hpp"
#include "backend/settings.hpp"

namespace paliad::extract {

namespace {

struct Pinned {
  const char* name;
  const char* value;
  bool shown;     // it decides how values are written, so the manifest names it
  bool optional;  // not every supported server has it
};

constexpr Pinned pinned[] = {
    {"datestyle", "ISO, YMD", true, false},
    {"timezone", "UTC", true, false},
    {"intervalstyle", "postgres", true, false},
    {"bytea_output", "hex", true, false},
    {"extra_float_digits", "1", true, false},
    {"search_path", "pg_catalog, pg_temp", true, false},
    {"quote_all_identifiers", "off", false, false},
    {"standard_conforming_strings", "on", false, false},
    {"row_security", "off", false, false},
    {"synchronize_seqscans", "off", false, false},
    {"jit", "off", false, false},
    {"restrict_nonsystem_relation_kind", "view, foreign-table", false, true},
};

// Throws where a pinned setting was changed: a superuser's function that belongs to a type may have
// done it while the type's values were written.
void require_pinned(const std::string& relation) {
  for (const Pinned& setting : pinned) {
    const std::string value = postgres::setting(setting.name);
    if (value == setting.value || (setting.optional && value.empty())) continue;
    throw Error(sqlstate::object_not_in_prerequisite_state,
                std::string("the setting ") + setting.name + " was changed while " + relation +
                    " was read",
                "It was pinned to \"" + std::string(setting.value) + "\", and became \"" + value +
                    "\". A function that belongs to one of the table's types must have done it.",
                "Find that function and remove it, or leave the column out with a rule in "
                "paliad.backup_sheet_rules.");
  }
}

// Counts the rows of one query and hands them to the writer or the blocks.
template <class Rows>
class ProgressSink final : public postgres::RowSink {
public:
  ProgressSink(Rows& rows, RowProgress& progress) : rows_(rows), progress_(progress) {}

  void row(const model::Field* fields) override {
    progress_.row(fields);
    rows_.row(fields);
  }

private:
  Rows& rows_;
  RowProgress& progress_;
};

template <class Rows>
void stream_sheet(const sheet::SheetToRead& sheet, Rows& rows, RowProgress& progress) {
  const model::SheetInfo& info = sheet.info;
  progress.begin(info.sheet, info.columns.size());
  ProgressSink<Rows> sink(rows, progress);
  postgres::stream_rows({info.query, sheet.reads}, info.columns, info.relation, sink);
  progress.end();
  require_pinned(info.relation);
}

}  // namespace

std::vector<std::pair<std::string, std::string>> pinned_settings() {
  std::vector<std::pair<std::string, std::string>> settings;
  for (const Pinned& setting : pinned)
    if (setting.shown) settings.emplace_back(setting.name, setting.value);
  const auto monetary = postgres::query("SELECT pg_catalog.current_setting('lc_monetary')");
  settings.emplace_back("lc_monetary", *monetary[0][0]);
  settings.emplace_back("encoding", "UTF8");
  return settings;
}

ReadingScope::ReadingScope() : acting_(access::reader()) {
  for (const Pinned& setting : pinned) settings_.set(setting.name, setting.value, setting.optional);
  settings_.set("lock_timeout", std::to_string(settings::lock_timeout()).c_str());
}

sheet::SheetParts read_sheet(const sheet::SheetToRead& sheet, sheet::SheetWriter& writer,
                             RowProgress& progress) {
  writer.begin(sheet.info, sheet.frame);
  stream_sheet(sheet, writer, progress);
  return writer.finish();
}

void read_sheet(const sheet::SheetToRead& sheet, sheet::RowBlocks& blocks, RowProgress& progress) {
  blocks.begin(sheet.info.columns.size());
  stream_sheet(sheet, blocks, progress);
  blocks.finish();
}

}  // namespace paliad::extract
