// A backup's artifact, held and proved, opened as a bundle.
#pragma once

#include "backend/artifacts/verification.hpp"
#include "core/model/bundle_info.hpp"
#include "core/schema/schema_script.hpp"
#include "core/schema/schema_statements.hpp"
#include "core/zip/zip_reader.hpp"

#include <memory>
#include <string>
#include <vector>

namespace paliad::restore {

class ProvedBundle {
public:
  // Takes what artifacts::prove_artifact() has returned, where all checks were good. Throws Error.
  ProvedBundle(artifacts::ProvedArtifact&& artifact, const std::string& id);

  const zip::Archive& archive() const noexcept { return archive_; }
  const model::BundleInfo& info() const noexcept { return info_; }
  // schema.sql, moved into the schemas that `place` names. Throws Error: feature_not_supported
  // where the bundle has no schema.sql.
  schema::SchemaScript schema(const schema::Placement& place) const;

  // The statements that restore.sql runs. Throws Error: feature_not_supported where the bundle has
  // no list of them, and where this server's major version is older than the backup's.
  schema::DatabaseSchema statements() const;

  // What schema.sql leaves out of its tables, each as "<object>: <reason>"; nothing where the
  // bundle has no list of statements. Throws Error.
  std::vector<std::string> left_out_of_tables() const;

private:
  bool has_statements() const;
  schema::DatabaseSchema read_statements() const;

  std::unique_ptr<store::Artifact> file_;
  zip::Archive archive_;
  model::BundleInfo info_;
};

// The first check that was not good; null where all were.
const verify::Finding* first_bad(const std::vector<verify::Finding>& findings);

}  // namespace paliad::restore
