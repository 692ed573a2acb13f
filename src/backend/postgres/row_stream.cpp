#include "backend/postgres/row_stream.hpp"

#include "backend/postgres/checked_plan.hpp"
#include "backend/postgres/compat.hpp"
#include "backend/postgres/datum_text.hpp"
#include "backend/postgres/encoding.hpp"
#include "backend/postgres/memory.hpp"
#include "backend/postgres/scopes.hpp"
#include "backend/postgres/valves.hpp"

namespace paliad::postgres {

namespace {

// How one column's values become text.
struct Formatter {
  DatumText direct;  // used instead of `output`; null where there is none
  char text[datum_text_size];
  FmgrInfo output;   // the type's output function
  FmgrInfo to_json;  // only where `separate`
  bool separate;
  const char* name;  // for an error's context
};

// A DestReceiver (the executor's interface for a query's rows) that formats each row in a memory
// context of its own and hands it to a RowSink. It is a local variable of stream_rows(); the server
// knows its base only.
struct Receiver {
  DestReceiver base;
  RowSink* sink;
  const model::Column* columns;
  int column_count;
  const char* relation;
  const char* statement;
  MemoryContext query_memory;
  MemoryContext row_memory;
  Size row_memory_empty;  // the size of row_memory with nothing in it
  Formatter* formatters;
  model::Field* fields;
  bool convert;
  std::uint64_t rows;
  int current;  // column being formatted, -1 outside
};

Receiver& receiver_of(DestReceiver* base) { return *reinterpret_cast<Receiver*>(base); }

// to_json() finds its argument's type in the call's expression, so it needs one.
Node* call_of_to_json(Oid type) {
  Const* argument = makeNullConst(type, -1, InvalidOid);
  return reinterpret_cast<Node*>(makeFuncExpr(F_TO_JSON, JSONOID, list_make1(argument), InvalidOid,
                                              InvalidOid, COERCE_EXPLICIT_CALL));
}

void prepare_formatter(Formatter& formatter, const model::Column& column, Oid type) {
  Oid output = InvalidOid;
  bool is_varlena = false;
  getTypeOutputInfo(type, &output, &is_varlena);
  fmgr_info(output, &formatter.output);
  formatter.direct = datum_text_for(output);
  formatter.name = column.name.c_str();
  formatter.separate = column.json == model::JsonForm::separate;
  if (!formatter.separate) return;
  fmgr_info(F_TO_JSON, &formatter.to_json);
  fmgr_info_set_expr(call_of_to_json(type), &formatter.to_json);
}

extern "C" void receiver_startup(DestReceiver* base, int, TupleDesc descriptor) {
  Receiver& receiver = receiver_of(base);
  if (descriptor->natts != receiver.column_count)
    ereport(ERROR, (errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
                    errmsg("the columns of %s have changed since the snapshot", receiver.relation),
                    errhint("Run the backup again.")));
  MemoryContext outer = MemoryContextSwitchTo(receiver.query_memory);
  const auto count = static_cast<Size>(receiver.column_count) + 1;
  receiver.formatters = static_cast<Formatter*>(palloc0(sizeof(Formatter) * count));
  receiver.fields = static_cast<model::Field*>(palloc0(sizeof(model::Field) * count));
  for (int i = 0; i < receiver.column_count; ++i)
    prepare_formatter(receiver.formatters[i], receiver.columns[i],
                      TupleDescAttr(descriptor, i)->atttypid);
  MemoryContextSwitchTo(outer);
}

std::string_view utf8_view(const Receiver& receiver, const char* text, std::size_t size) {
  if (!receiver.convert) return {text, size};
  const char* converted = pg_server_to_any(text, static_cast<int>(size), PG_UTF8);
  return converted == text ? std::string_view(text, size) : std::string_view(converted);
}

std::string_view text_of(Formatter& formatter, Datum value) {
  if (formatter.direct != nullptr) {
    const std::string_view text = formatter.direct(value, formatter.text);
    if (text.data() != nullptr) return text;
  }
  return OutputFunctionCall(&formatter.output, value);
}

std::string_view json_view(const Receiver& receiver, Formatter& formatter, Datum value) {
  auto* json = reinterpret_cast<struct varlena*>(
      DatumGetPointer(FunctionCall1Coll(&formatter.to_json, InvalidOid, value)));
  return utf8_view(receiver, VARDATA_ANY(json), VARSIZE_ANY_EXHDR(json));
}

void format_field(Receiver& receiver, int i, const TupleTableSlot* slot) {
  model::Field& field = receiver.fields[i];
  field.is_null = slot->tts_isnull[i];
  if (field.is_null) return;
  receiver.current = i;
  Formatter& formatter = receiver.formatters[i];
  const Datum value = slot->tts_values[i];
  const std::string_view text = text_of(formatter, value);
  field.text = utf8_view(receiver, text.data(), text.size());
  if (formatter.separate) field.json = json_view(receiver, formatter, value);
}

// Resetting a context takes as long as formatting a value. So it is done only where the row needed
// more than the context's first block, or made a context below it.
void empty_row_memory(const Receiver& receiver) {
  if (MemoryContextMemAllocated(receiver.row_memory, true) > receiver.row_memory_empty)
    MemoryContextReset(receiver.row_memory);
}

extern "C" bool receiver_row(TupleTableSlot* slot, DestReceiver* base) {
  Receiver& receiver = receiver_of(base);
  slot_getallattrs(slot);
  MemoryContext outer = MemoryContextSwitchTo(receiver.row_memory);
  for (int i = 0; i < receiver.column_count; ++i) format_field(receiver, i, slot);
  receiver.current = -1;
  serve([&]() { receiver.sink->row(receiver.fields); });
  MemoryContextSwitchTo(outer);
  empty_row_memory(receiver);
  ++receiver.rows;
  return true;
}

extern "C" void receiver_shutdown(DestReceiver*) {}
extern "C" void receiver_destroy(DestReceiver*) {}

void add_context(void* argument) {
  const auto& receiver = *static_cast<const Receiver*>(argument);
  const unsigned long long row = receiver.rows + 1;
  errcontext("SQL statement \"%s\"", receiver.statement);
  if (receiver.current >= 0)
    errcontext("row %llu, column \"%s\" of %s", row, receiver.formatters[receiver.current].name,
               receiver.relation);
  else
    errcontext("reading %s", receiver.relation);
}

[[noreturn]] void refuse_plan(const char* relation) {
  ereport(
      ERROR,
      (errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
       errmsg(
           "table %s was renamed or replaced, or gained or lost a partition, while the backup ran",
           relation),
       errdetail("What its name means now is not what the backup has planned to read."),
       errhint("Run the backup again.")));
  pg_unreachable();
}

// Throws where the plan doesn't read exactly the relations in `reads`.
void require_relations(const PlannedStmt* plan, const Permitted& reads, const char* relation) {
  const List* const found = relations_of(plan);
  if (static_cast<std::size_t>(list_length(found)) != reads.relation_count) refuse_plan(relation);
  std::size_t i = 0;
  ListCell* cell = nullptr;
  foreach (cell, found)
    if (lfirst_oid(cell) != reads.relations[i++]) refuse_plan(relation);
}

void execute_into(const StatementText& statement, const Permitted& reads, Receiver& receiver) {
  ErrorContextCallback context{error_context_stack, add_context, &receiver};
  error_context_stack = &context;
  MemoryContext outer = MemoryContextSwitchTo(receiver.query_memory);
  PlannedStmt* const plan = plan_checked(statement, reads);
  require_relations(plan, reads, receiver.relation);
  execute_plan(plan, statement, &receiver.base);
  MemoryContextSwitchTo(outer);
  error_context_stack = context.previous;
}

// Owns what the server takes while a query is planned and run, and releases it with the query:
// above all locks on indexes, because the lock table is small. The locks on the tables were taken
// before and stay.
class QueryResourceScope {
public:
  QueryResourceScope() : outer_(CurrentResourceOwner) {
    call_backend([&]() { own_ = ResourceOwnerCreate(outer_, "paliad_backup query"); });
    CurrentResourceOwner = own_;
  }
  // After an error the server releases the rest at the transaction's end.
  ~QueryResourceScope() { CurrentResourceOwner = outer_; }
  QueryResourceScope(const QueryResourceScope&) = delete;
  QueryResourceScope& operator=(const QueryResourceScope&) = delete;

  void release() {
    CurrentResourceOwner = outer_;
    call_backend([&]() {
      ResourceOwnerRelease(own_, RESOURCE_RELEASE_BEFORE_LOCKS, true, false);
      // isCommit is false: with true the locks would pass to the parent owner.
      ResourceOwnerRelease(own_, RESOURCE_RELEASE_LOCKS, false, false);
      ResourceOwnerRelease(own_, RESOURCE_RELEASE_AFTER_LOCKS, true, false);
      ResourceOwnerDelete(own_);
    });
  }

private:
  const ResourceOwner outer_;
  ResourceOwner own_ = nullptr;
};

}  // namespace

std::uint64_t stream_rows(const SheetQuery& query, const std::vector<model::Column>& columns,
                          const std::string& relation, RowSink& sink) {
  const OwnNamesScope names;
  const std::string server_statement = from_utf8(query.statement);
  MemoryScope query_memory("query");
  MemoryScope row_memory("row");
  Receiver receiver{};
  receiver.base.receiveSlot = receiver_row;
  receiver.base.rStartup = receiver_startup;
  receiver.base.rShutdown = receiver_shutdown;
  receiver.base.rDestroy = receiver_destroy;
  receiver.base.mydest = DestNone;
  receiver.sink = &sink;
  receiver.columns = columns.data();
  receiver.column_count = static_cast<int>(columns.size());
  receiver.relation = relation.c_str();
  receiver.query_memory = query_memory.get();
  receiver.row_memory = row_memory.get();
  receiver.row_memory_empty = MemoryContextMemAllocated(row_memory.get(), true);
  receiver.statement = server_statement.c_str();
  receiver.convert = GetDatabaseEncoding() != PG_UTF8;
  receiver.current = -1;
  const StatementText statement{server_statement.c_str(), 0, nullptr, nullptr, query.environment};
  const Permitted reads{
      query.reads.data(), query.reads.size(), nullptr, 0, false, ERRCODE_T_R_SERIALIZATION_FAILURE};
  QueryResourceScope resources;
  call_backend([&]() { execute_into(statement, reads, receiver); });
  resources.release();
  return receiver.rows;
}

}  // namespace paliad::postgres
