// Retention: decides which artifacts of the catalog are to be removed, and removes them.
#pragma once

#include "backend/postgres/statement.hpp"
#include "core/policy/retention_policy.hpp"
#include "core/store/store.hpp"

#include <functional>
#include <string>
#include <vector>

namespace paliad::artifacts {

// The decision of the settings' rules for each artifact in the catalog, the newest first; after
// them those that no rule decides, because another installation made them or their row can't be
// right. Inside a transaction. Throws Error.
std::vector<policy::RetentionDecision> decide_retention(const store::ArtifactStore& store);

// Makes the decision for one artifact again, in the transaction that removes it. Throws
// Error(object_in_use) where it is to stay.
void require_still_to_go(const store::ArtifactStore& store, const std::string& id);

// For the schedule worker, outside a transaction: removes the artifacts that are to be removed. One
// that can't be removed goes to the server's log, and the others follow. Throws Error.
void expire_artifacts(store::ArtifactStore& store);

// The rows of paliad_backup_expire(): (id, action, reason, code, arguments). `action` is keep,
// remove (with `dry_run`) or removed. Checks the caller's right first. Throws Error.
std::vector<postgres::Row> expire(bool dry_run);

}  // namespace paliad::artifacts
