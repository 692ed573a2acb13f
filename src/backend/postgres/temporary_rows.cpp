#include "backend/postgres/temporary_rows.hpp"

#include "backend/postgres/encoding.hpp"

namespace paliad::postgres {

TemporaryRows::TemporaryRows(const char* name) : memory_("rows"), row_memory_("row") {
  call_backend([&]() {
    MemoryContext outer = MemoryContextSwitchTo(memory_.get());
    descriptor_ = CreateTemplateTupleDesc(1);
    TupleDescInitEntry(descriptor_, 1, "r", JSONBOID, -1, 0);
    store_ = tuplestore_begin_heap(true, false, work_mem);
    relation_ = static_cast<EphemeralNamedRelation>(palloc0(sizeof(EphemeralNamedRelationData)));
    relation_->md.name = pstrdup(name);
    relation_->md.tupdesc = descriptor_;
    relation_->md.enrtype = ENR_NAMED_TUPLESTORE;
    relation_->reldata = store_;
    MemoryContextSwitchTo(outer);
  });
}

TemporaryRows::~TemporaryRows() { tuplestore_end(store_); }

void TemporaryRows::add(const std::string& json) {
  const std::string server_text = from_utf8(json);
  const char* text = server_text.c_str();
  call_backend([&]() {
    MemoryContext outer = MemoryContextSwitchTo(row_memory_.get());
    Datum value = DirectFunctionCall1(jsonb_in, CStringGetDatum(text));
    bool is_null = false;
    tuplestore_putvalues(store_, descriptor_, &value, &is_null);
    MemoryContextSwitchTo(outer);
    MemoryContextReset(row_memory_.get());
  });
  relation_->md.enrtuples += 1;
}

void TemporaryRows::join(QueryEnvironment* environment) {
  call_backend([&]() { register_ENR(environment, relation_); });
}

}  // namespace paliad::postgres
