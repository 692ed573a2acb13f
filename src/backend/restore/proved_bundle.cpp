#include "backend/restore/proved_bundle.hpp"

#include "backend/postgres/server.hpp"
#include "core/base/error.hpp"
#include "core/bundle/bundle_layout.hpp"
#include "core/bundle/bundle_reader.hpp"
#include "core/model/server_version.hpp"
#include "core/schema/statement_list.hpp"

#include <algorithm>

namespace paliad::restore {

namespace {

constexpr std::uint64_t most_bytes = 256ULL << 20;  // of a script

void require_server_version(const model::BundleInfo& info) {
  const int major = model::major_version(info.server_version);
  if (major <= model::major_version(PG_VERSION)) return;
  const std::string version = "PostgreSQL " + std::to_string(major);
  throw Error(sqlstate::feature_not_supported,
              "backup " + info.id + " is of " + version + ", and this server is older: " PG_VERSION,
              {}, "Restore it on " + version + " or newer, or name a schema for its tables alone.");
}

}  // namespace

ProvedBundle::ProvedBundle(artifacts::ProvedArtifact&& artifact, const std::string& id)
    : file_(std::move(artifact.file)), archive_(file_->fd(), id, bundle::most_entries),
      info_(bundle::manifest_of(archive_)) {}

bool ProvedBundle::has_statements() const {
  const auto& scripts = info_.scripts;
  return std::any_of(scripts.begin(), scripts.end(), [](const model::FileInfo& script) {
    return script.name == bundle::statements_entry;
  });
}

schema::DatabaseSchema ProvedBundle::read_statements() const {
  return schema::read_statement_list(
      archive_.read(archive_.entry(bundle::statements_entry), most_bytes));
}

schema::DatabaseSchema ProvedBundle::statements() const {
  if (!has_statements())
    throw Error(sqlstate::feature_not_supported,
                "backup " + info_.id + " has no " + bundle::statements_entry, {},
                "Name a schema for its tables, or run its restore.sql with psql.");
  require_server_version(info_);
  return read_statements();
}

std::vector<std::string> ProvedBundle::left_out_of_tables() const {
  if (!has_statements()) return {};
  return read_statements().left_out_of_tables;
}

schema::SchemaScript ProvedBundle::schema(const schema::Placement& place) const {
  if (info_.scripts.empty())
    throw Error(sqlstate::feature_not_supported,
                "backup " + info_.id + " has no " + bundle::schema_entry, {},
                "Restore it into existing tables.");
  return schema::move_schema(archive_.read(archive_.entry(bundle::schema_entry), most_bytes),
                             place);
}

const verify::Finding* first_bad(const std::vector<verify::Finding>& findings) {
  const auto found = std::find_if(findings.begin(), findings.end(),
                                  [](const verify::Finding& finding) { return !finding.ok; });
  return found == findings.end() ? nullptr : &*found;
}

}  // namespace paliad::restore
