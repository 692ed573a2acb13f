#include "backend/postgres/checked_plan.hpp"

#include "backend/postgres/compat.hpp"

namespace paliad::postgres {

namespace {

bool contains(const Oid* oids, std::size_t count, Oid oid) {
  for (std::size_t i = 0; i < count; ++i)
    if (oids[i] == oid) return true;
  return false;
}

bool is_permitted_relation(const Permitted& permitted, Oid relation) {
  return get_rel_namespace(relation) == PG_CATALOG_NAMESPACE ||
         contains(permitted.relations, permitted.relation_count, relation);
}

[[noreturn]] void refuse_relation(Oid relation, int state) {
  const char* const schema = get_namespace_name(get_rel_namespace(relation));
  ereport(ERROR,
          (errcode(state),
           errmsg("relation %s is not the one that a backup needs",
                  quote_qualified_identifier(schema, get_rel_name(relation))),
           errdetail("Another relation, or another schema, has been given the name of one that the "
                     "extension or the app made."),
           errhint("Find out who renamed or replaced it, give the right one its name back, and try "
                   "again.")));
  pg_unreachable();
}

bool is_strange_function(Oid function, void* context) {
  const auto& permitted = *static_cast<const Permitted*>(context);
  if (get_func_namespace(function) == PG_CATALOG_NAMESPACE ||
      contains(permitted.functions, permitted.function_count, function))
    return false;
  ereport(ERROR, (errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
                  errmsg("function %s would be called, which is not the server's own",
                         format_procedure_qualified(function)),
                  errdetail("A type, a cast or an operator of this database leads there."),
                  errhint("Find out who made it; the columns that the extension reads must be of "
                          "the server's own types.")));
  return true;
}

void require_permitted_relations(const List* range_table, const Permitted& permitted) {
  ListCell* cell = nullptr;
  foreach (cell, range_table) {
    const RangeTblEntry* const entry = lfirst_node(RangeTblEntry, cell);
    if (entry->rtekind == RTE_RELATION && !is_permitted_relation(permitted, entry->relid))
      refuse_relation(entry->relid, permitted.refusal);
  }
}

bool require_permitted(Node* node, void* context) {
  if (node == nullptr) return false;
  const auto& permitted = *static_cast<const Permitted*>(context);
  if (IsA(node, Query)) {
    auto* query = reinterpret_cast<Query*>(node);
    require_permitted_relations(query->rtable, permitted);
    return compat_query_tree_walker(query, require_permitted, context);
  }
  if (!permitted.any_function) check_functions_in_node(node, is_strange_function, context);
  return compat_expression_tree_walker(node, require_permitted, context);
}

// The statement's tree as the server makes it, with names resolved and relations locked.
Query* analyze(const StatementText& statement) {
  List* const parsed = pg_parse_query(statement.text);
  if (list_length(parsed) != 1) elog(ERROR, "not one statement: %s", statement.text);
  Query* const query = compat_parse_analyze(linitial_node(RawStmt, parsed), statement.text,
                                            statement.parameter_types, statement.parameter_count,
                                            statement.environment);
  if (query->commandType == CMD_UTILITY) elog(ERROR, "a command: %s", statement.text);
  return query;
}

}  // namespace

PlannedStmt* plan_checked(const StatementText& statement, const Permitted& permitted) {
  Query* const query = analyze(statement);
  Permitted context = permitted;
  require_permitted(reinterpret_cast<Node*>(query), &context);
  List* const rewritten = QueryRewrite(query);
  // A rule on the table adds commands to the statement, or replaces it.
  if (list_length(rewritten) != 1)
    ereport(ERROR, (errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
                    errmsg("a rule changes what the extension writes"),
                    errhint("Drop the rule; make a trigger of it.")));
  return pg_plan_query(linitial_node(Query, rewritten), statement.text, 0, statement.parameters);
}

List* relations_of(const PlannedStmt* plan) {
  List* relations = NIL;
  ListCell* cell = nullptr;
  foreach (cell, plan->rtable) {
    const RangeTblEntry* const entry = lfirst_node(RangeTblEntry, cell);
    if (entry->rtekind == RTE_RELATION) relations = lappend_oid(relations, entry->relid);
  }
  list_sort(relations, list_oid_cmp);
  list_deduplicate_oid(relations);
  return relations;
}

void execute_plan(PlannedStmt* plan, const StatementText& statement, DestReceiver* receiver) {
  QueryDesc* const query =
      CreateQueryDesc(plan, statement.text, GetActiveSnapshot(), InvalidSnapshot, receiver,
                      statement.parameters, statement.environment, 0);
  ExecutorStart(query, 0);
  compat_executor_run(query);
  ExecutorFinish(query);
  ExecutorEnd(query);
  FreeQueryDesc(query);
}

}  // namespace paliad::postgres
