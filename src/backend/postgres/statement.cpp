#include "backend/postgres/statement.hpp"

#include "backend/postgres/checked_plan.hpp"
#include "backend/postgres/encoding.hpp"
#include "backend/postgres/memory.hpp"
#include "backend/postgres/scopes.hpp"

namespace paliad::postgres {

namespace {

// A DestReceiver that keeps a statement's rows as C strings, row by row, in one memory context. The
// server knows its base only.
struct Collector {
  DestReceiver base;
  MemoryContext memory;
  FmgrInfo* outputs;
  int columns;
  uint64 rows;
  uint64 cells;
  uint64 room;
  char** texts;
};

Collector& collector_of(DestReceiver* base) { return *reinterpret_cast<Collector*>(base); }

extern "C" void collector_startup(DestReceiver* base, int, TupleDesc descriptor) {
  Collector& collector = collector_of(base);
  MemoryContext outer = MemoryContextSwitchTo(collector.memory);
  collector.columns = descriptor->natts;
  collector.outputs = static_cast<FmgrInfo*>(
      palloc0(sizeof(FmgrInfo) * (static_cast<Size>(descriptor->natts) + 1)));
  for (int i = 0; i < descriptor->natts; ++i) {
    Oid output = InvalidOid;
    bool is_varlena = false;
    getTypeOutputInfo(TupleDescAttr(descriptor, i)->atttypid, &output, &is_varlena);
    fmgr_info(output, &collector.outputs[i]);
  }
  MemoryContextSwitchTo(outer);
}

void make_room(Collector& collector) {
  constexpr uint64 first_room = 64;
  if (collector.cells + static_cast<uint64>(collector.columns) <= collector.room) return;
  const uint64 room = (collector.room + static_cast<uint64>(collector.columns) + first_room) * 2;
  const Size bytes = sizeof(char*) * room;
  collector.texts = static_cast<char**>(
      collector.texts == nullptr ? MemoryContextAllocHuge(collector.memory, bytes)
                                 : repalloc_huge(static_cast<void*>(collector.texts), bytes));
  collector.room = room;
}

extern "C" bool collector_row(TupleTableSlot* slot, DestReceiver* base) {
  Collector& collector = collector_of(base);
  slot_getallattrs(slot);
  make_room(collector);
  ++collector.rows;
  MemoryContext outer = MemoryContextSwitchTo(collector.memory);
  for (int i = 0; i < collector.columns; ++i)
    collector.texts[collector.cells++] =
        slot->tts_isnull[i] ? nullptr
                            : OutputFunctionCall(&collector.outputs[i], slot->tts_values[i]);
  MemoryContextSwitchTo(outer);
  return true;
}

extern "C" void collector_end(DestReceiver*) {}

Collector new_collector(MemoryContext memory) {
  Collector collector{};
  collector.base.receiveSlot = collector_row;
  collector.base.rStartup = collector_startup;
  collector.base.rShutdown = collector_end;
  collector.base.rDestroy = collector_end;
  collector.base.mydest = DestNone;
  collector.memory = memory;
  return collector;
}

void run_statement(const StatementText& statement, const Permitted& permitted, bool writes,
                   Collector& collector) {
  MemoryContext outer = MemoryContextSwitchTo(collector.memory);
  if (writes) {
    CommandCounterIncrement();
    PushActiveSnapshot(GetTransactionSnapshot());
  }
  execute_plan(plan_checked(statement, permitted), statement, &collector.base);
  if (writes) {
    PopActiveSnapshot();
    CommandCounterIncrement();
  }
  MemoryContextSwitchTo(outer);
}

// The parameters with `values` of type text, allocated in `memory`; null where there are none.
ParamListInfo bind(const std::vector<Text>& values, MemoryContext memory) {
  if (values.empty()) return nullptr;
  auto* const parameters = call_backend([&]() {
    MemoryContext outer = MemoryContextSwitchTo(memory);
    ParamListInfo made = makeParamList(static_cast<int>(values.size()));
    MemoryContextSwitchTo(outer);
    return made;
  });
  for (std::size_t i = 0; i < values.size(); ++i) {
    ParamExternData& parameter = parameters->params[i];
    parameter.ptype = TEXTOID;
    parameter.pflags = PARAM_FLAG_CONST;
    parameter.isnull = !values[i];
    parameter.value = 0;
    if (!values[i]) continue;
    const std::string server_value = from_utf8(*values[i]);
    const char* value = server_value.c_str();
    parameter.value = call_backend([&]() {
      MemoryContext outer = MemoryContextSwitchTo(memory);
      Datum datum = CStringGetTextDatum(value);
      MemoryContextSwitchTo(outer);
      return datum;
    });
  }
  return parameters;
}

std::vector<Row> to_rows(const Collector& collector) {
  std::vector<Row> rows(collector.rows);
  char** cell = collector.texts;
  for (Row& row : rows) {
    row.reserve(static_cast<std::size_t>(collector.columns));
    for (int column = 0; column < collector.columns; ++column, ++cell)
      row.push_back(*cell == nullptr ? Text() : Text(to_utf8(*cell)));
  }
  return rows;
}

std::vector<Row> run(const std::string& text, const std::vector<Text>& parameters,
                     const Named& named, bool writes) {
  const OwnNamesScope names;
  MemoryScope memory("statement");
  std::vector<Oid> types(parameters.size(), TEXTOID);
  const std::string server_text = from_utf8(text);
  const StatementText statement{server_text.c_str(), static_cast<int>(parameters.size()),
                                types.data(), bind(parameters, memory.get()), nullptr};
  const Permitted permitted{named.relations.data(), named.relations.size(),
                            named.functions.data(), named.functions.size(),
                            named.foreign_types,    ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE};
  Collector collector = new_collector(memory.get());
  call_backend([&]() { run_statement(statement, permitted, writes, collector); });
  return to_rows(collector);
}

[[noreturn]] void raise_spi_failure(int code) {
  ereport(ERROR, (errcode(ERRCODE_INTERNAL_ERROR),
                  errmsg("SPI failed: %s", SPI_result_code_string(code))));
  pg_unreachable();
}

}  // namespace

std::vector<Row> query(const std::string& statement, const std::vector<Text>& parameters,
                       const Named& named) {
  return run(statement, parameters, named, false);
}

std::vector<Row> execute(const std::string& statement, const std::vector<Text>& parameters,
                         const Named& named) {
  return run(statement, parameters, named, true);
}

void run_command(const std::string& commands) {
  const std::string server_text = from_utf8(commands);
  const char* text = server_text.c_str();
  call_backend([&]() {
    int code = SPI_connect();
    if (code != SPI_OK_CONNECT) raise_spi_failure(code);
    code = SPI_execute(text, false, 0);
    if (code < 0) raise_spi_failure(code);
    SPI_finish();
  });
}

}  // namespace paliad::postgres
