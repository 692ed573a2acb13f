#include "backup/reading.hpp"

#include "backup/gate.hpp"
#include "postgres/row_stream.hpp"
#include "postgres/spi.hpp"
#include "settings.hpp"

namespace paliad::backup {

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
    {"row_security", "off", false, false},
    {"synchronize_seqscans", "off", false, false},
    {"jit", "off", false, false},
    {"restrict_nonsystem_relation_kind", "view, foreign-table", false, true},
};

// A role that has been given more than reading would lend it to every type and index it meets.
Oid harmless_reader() {
  const Oid role = postgres::role_oid(reader_role);
  const auto rows =
      postgres::query("SELECT rolsuper, rolbypassrls,"
                      "       pg_catalog.pg_has_role(oid, 'pg_read_all_data', 'USAGE')"
                      "  FROM pg_catalog.pg_roles"
                      " WHERE rolname OPERATOR(pg_catalog.=) $1::pg_catalog.name",
                      {reader_role});
  if (rows.empty() || rows[0][0] == "t" || rows[0][1] != "t" || rows[0][2] != "t")
    throw Error(sqlstate::object_not_in_prerequisite_state,
                std::string("role \"") + reader_role + "\" is not as backups need it",
                "It must have BYPASSRLS and be a member of pg_read_all_data, and be no superuser.",
                std::string("ALTER ROLE ") + reader_role +
                    " NOSUPERUSER BYPASSRLS INHERIT; GRANT pg_read_all_data TO " + reader_role +
                    ";");
  return role;
}

// The rows of one query on their way into a sheet.
class SheetSink final : public postgres::RowSink {
public:
  explicit SheetSink(bundle::SheetWriter& writer) : writer_(writer) {}
  void row(const bundle::Field* fields) override { writer_.row(fields); }

private:
  bundle::SheetWriter& writer_;
};

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

ReadingScope::ReadingScope() : reader_(harmless_reader()) {
  for (const Pinned& setting : pinned) settings_.set(setting.name, setting.value, setting.optional);
  settings_.set("lock_timeout", std::to_string(settings::lock_timeout()).c_str());
}

std::vector<bundle::SheetParts> read_sheets(const bundle::BundleInfo& info,
                                            const bundle::WorkbookFrame& frame,
                                            bundle::ScratchFile& scratch) {
  bundle::SheetWriter writer(scratch);
  std::vector<bundle::SheetParts> parts;
  parts.reserve(info.sheets.size());
  for (std::size_t i = 0; i < info.sheets.size(); ++i) {
    const bundle::SheetInfo& sheet = info.sheets[i];
    writer.begin(sheet, frame.pages[i]);
    SheetSink sink(writer);
    postgres::stream_rows(sheet.query, sheet.columns, sheet.relation, sink);
    parts.push_back(writer.finish());
  }
  return parts;
}

}  // namespace paliad::backup
