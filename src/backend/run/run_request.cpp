#include "backend/run/run_request.hpp"

#include "backend/postgres/clock.hpp"
#include "backend/postgres/statement.hpp"
#include "backend/postgres/valves.hpp"
#include "core/store/artifact_name.hpp"

namespace paliad::run {

void require_possible() {
  if (IsBinaryUpgrade)
    throw Error(sqlstate::object_not_in_prerequisite_state,
                "backups can't be made while the server is being upgraded", {},
                "Run it when pg_upgrade has ended and the server was started as usual.");
  if (RecoveryInProgress())
    throw Error(sqlstate::object_not_in_prerequisite_state,
                "backups can't be made on a hot standby",
                "A backup writes its catalog and the audit log, and a standby takes no writes.",
                "Run it on the primary, or after promotion.");
  if (postgres::call_backend([]() { return IsInParallelMode(); }))
    throw Error(sqlstate::object_not_in_prerequisite_state,
                "a backup can't be made inside a parallel query", {},
                "Call paliad_backup_run() in a statement of its own.");
}

messages::RunRequest new_request(const std::string& kind, const model::Requester& requester,
                                 const store::LocalDiskStore& store) {
  messages::RunRequest request;
  request.id = *postgres::query("SELECT pg_catalog.gen_random_uuid()")[0][0];
  request.kind = kind;
  request.requester = requester;
  request.started_at = postgres::now();
  request.key = store::artifact_key(request.started_at, request.id);
  request.directory = store.directory();
  return request;
}

}  // namespace paliad::run
