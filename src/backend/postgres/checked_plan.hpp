// From a statement's text to rows in four steps that the server offers (tcop/postgres.c,
// tcop/pquery.c), with a look between them: names are resolved once, what they were resolved to is
// compared by oid, and what was compared is what is planned and executed. A plan that SPI keeps
// would be made anew, from the names, when somebody renames a schema meanwhile.
//
// All of it is C that may raise an ERROR: call it inside call_backend().
#pragma once

#include "backend/postgres/server.hpp"

namespace paliad::postgres {

// What a statement may name beyond what lies in pg_catalog.
struct Permitted {
  const Oid* relations;
  std::size_t relation_count;
  const Oid* functions;
  std::size_t function_count;
  bool any_function;  // those of others run as their owners (untrusted_code.hpp)
  int refusal;        // the SQLSTATE where a name means another relation, as errcode() takes it
};

struct StatementText {
  const char* text;  // one statement, no utility command; in the server's encoding
  int parameter_count;
  Oid* parameter_types;
  ParamListInfo parameters;       // null where there are none
  QueryEnvironment* environment;  // rows that it may name as tables; null where there are none
};

// Resolves the names with search_path as it is, and refuses (object_not_in_prerequisite_state) a
// relation or function that isn't permitted, before anything of it is planned: planning evaluates
// functions. Then plans it. Locks on its relations are held when this returns. An active snapshot
// must be set.
PlannedStmt* plan_checked(const StatementText& statement, const Permitted& permitted);

// The relations that a plan reads or writes, each once, in the order of their oids, as a list of
// oids: partitions too, but for those of which the planner knows that they hold nothing.
List* relations_of(const PlannedStmt* plan);

// Runs the plan in the active snapshot; every row goes to `receiver`.
void execute_plan(PlannedStmt* plan, const StatementText& statement, DestReceiver* receiver);

}  // namespace paliad::postgres
