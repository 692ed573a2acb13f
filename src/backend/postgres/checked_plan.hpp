// From a statement's text to rows in the four steps that the server offers (tcop/postgres.c,
// tcop/pquery.c), with a check between them: names are resolved once, the oids that they resolve to
// are compared with what is permitted, and exactly the compared tree is planned and executed. SPI
// would plan a kept statement again, from its names, when somebody renames a schema meanwhile.
//
// All functions here are C that may raise an ERROR: call them inside call_backend().
#pragma once

#include "backend/postgres/server.hpp"

namespace paliad::postgres {

// What a statement may name beyond what lies in pg_catalog. The arrays are the caller's.
struct Permitted {
  const Oid* relations;
  std::size_t relation_count;
  const Oid* functions;
  std::size_t function_count;
  bool any_function;  // functions made by others run as their owners (untrusted_code.hpp)
  int refusal;        // the SQLSTATE for a relation that isn't permitted, as errcode() takes it
};

struct StatementText {
  const char* text;  // one statement, no utility command; in the server's encoding
  int parameter_count;
  Oid* parameter_types;
  ParamListInfo parameters;       // null where there are none
  QueryEnvironment* environment;  // rows that it may name as tables; null where there are none
};

// Resolves the names with the current search_path, refuses what isn't permitted, then plans the
// statement. A relation is refused with permitted.refusal; a function, and a rule that changes the
// statement, with object_not_in_prerequisite_state. The check comes before planning because
// planning evaluates functions. Locks on its relations are held when this returns. An active
// snapshot must be set.
PlannedStmt* plan_checked(const StatementText& statement, const Permitted& permitted);

// The oids of the relations that a plan reads or writes, each once, in ascending order: partitions
// too, except those that the planner has pruned.
List* relations_of(const PlannedStmt* plan);

// Runs the plan in the active snapshot; every row goes to `receiver`.
void execute_plan(PlannedStmt* plan, const StatementText& statement, DestReceiver* receiver);

}  // namespace paliad::postgres
