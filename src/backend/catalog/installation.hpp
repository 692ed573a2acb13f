// Which installation an artifact belongs to. An installation is one database on one server: the
// cluster's system identifier, the database's oid, the timeline, and the data directory's own
// PG_VERSION file. A copy (a template, a dump restored, a clone, a promoted standby) differs in one
// of them and is an installation of its own from its first backup on: what another made it may
// read, but neither remove nor keep. paliad.backup_installations has this database's own, and those
// that it has taken over by an admin's word.
#pragma once

#include "backend/postgres/statement.hpp"

#include <string>
#include <vector>

namespace paliad::catalog {

// The installations whose artifacts are this one's to remove: its own first, then those it has
// taken over. Empty in a copy that has made no backup yet. On a standby those of its primary.
// Throws Error.
std::vector<std::string> own_installations();

// This installation's id; makes it where the database is new or a copy. Inside a transaction that
// may write, while the run's lock is held or the extension is made. Throws Error.
std::string claim_installation();

// The error for touching what another installation made (`maker` may be unknown).
Error foreign_artifact(const std::string& id, const postgres::Text& maker);

// Takes over what `installation` made: from now on this installation removes and keeps it. Returns
// how many artifacts that are. Checks the caller's right first. Throws Error.
std::uint64_t take_over_installation(const std::string& installation);

}  // namespace paliad::catalog
