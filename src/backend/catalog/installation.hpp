// Which installation an artifact belongs to. An installation is one database on one server: the
// cluster's system identifier, the database's oid, the timeline, and the data directory's own
// PG_VERSION file. A copy (a template, a dump restored, a clone, a promoted standby) differs in one
// of them and is an installation of its own from its first backup on: it may read artifacts that
// another one made, but neither remove nor hold them. paliad.backup_installations has this
// database's own installation, and those that an admin has taken over.
#pragma once

#include "backend/postgres/statement.hpp"

#include <string>
#include <vector>

namespace paliad::catalog {

// The ids (uuid text) of the installations whose artifacts this one may remove: its own first, then
// those it has taken over. Empty in a copy that has made no backup yet. On a standby those of its
// primary. Throws Error.
std::vector<std::string> own_installations();

// This installation's id; makes it where the database is new or a copy. Inside a transaction that
// may write, while the run's lock is held, the extension is made or another installation is taken
// over. Throws Error.
std::string claim_installation();

// The error for removing or holding what another installation made; `maker` is its id, or NULL
// where it is unknown.
Error foreign_artifact(const std::string& id, const postgres::Text& maker);

// Takes over the artifacts of `installation`: from now on this installation may remove and hold
// them. Returns their number. Checks the caller's right first. Throws Error: undefined_object where
// there are none, object_not_in_prerequisite_state where `installation` is another database of this
// server.
std::uint64_t take_over_installation(const std::string& installation);

}  // namespace paliad::catalog
