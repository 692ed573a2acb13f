// Retention: the policy's decisions for what the catalog has, and carrying them out.
#pragma once

#include "backend/postgres/statement.hpp"
#include "core/policy/retention_policy.hpp"
#include "core/store/store.hpp"

#include <functional>
#include <string>
#include <vector>

namespace paliad::artifacts {

// What the settings' rules say of each artifact in the catalog, the newest first; after them those
// that no rule decides, for another installation made them or their row can't be right. Within a
// transaction. Throws Error.
std::vector<policy::RetentionDecision> decide_retention(const store::ArtifactStore& store);

// The decision for one artifact made again, in the transaction that removes it. Throws
// Error(object_in_use) where it is to stay.
void require_still_to_go(const store::ArtifactStore& store, const std::string& id);

// For the schedule worker, outside a transaction: removes what is to go. What can't be removed is
// told to the log, and the rest goes on.
void expire_artifacts(store::ArtifactStore& store);

// The rows of paliad_backup_expire(). Throws Error: insufficient_privilege.
std::vector<postgres::Row> expire(bool dry_run);

}  // namespace paliad::artifacts
