// A backup's artifact, held and proved, as the bundle that it is.
#pragma once

#include "backend/artifacts/verification.hpp"
#include "core/bundle/schema_statements.hpp"
#include "core/model/bundle_info.hpp"
#include "core/schema/schema_script.hpp"
#include "core/zip/zip_reader.hpp"

#include <memory>
#include <string>

namespace paliad::restore {

class ProvedBundle {
public:
  // `artifact` is what backup::prove_artifact() returned, and all of its checks were good. Throws
  // Error.
  ProvedBundle(artifacts::ProvedArtifact&& artifact, const std::string& id);

  const zip::Archive& archive() const noexcept { return archive_; }
  const model::BundleInfo& info() const noexcept { return info_; }
  // schema.sql, moved. Throws Error, also where the bundle has none.
  schema::SchemaScript schema(const schema::Placement& place) const;

  // What restore.sql runs. Throws Error, also where the bundle doesn't say it.
  bundle::DatabaseSchema statements() const;

private:
  std::unique_ptr<store::Artifact> file_;
  zip::Archive archive_;
  model::BundleInfo info_;
};

// The first check that was not good; null where all were.
const verify::Finding* first_bad(const std::vector<verify::Finding>& findings);

}  // namespace paliad::restore
