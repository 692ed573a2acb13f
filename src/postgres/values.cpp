#include "postgres/values.hpp"

#include "postgres/encoding.hpp"

namespace paliad::postgres {

namespace {

struct SetParts {
  AttInMetadata* metadata;
  Tuplestorestate* store;
};

// As the server's documentation has it for "materialize" mode (src/backend/utils/fmgr/README).
SetParts begin_set(FunctionCallInfo call) {
  auto* info = reinterpret_cast<ReturnSetInfo*>(call->resultinfo);
  if (info == nullptr || !IsA(info, ReturnSetInfo) || (info->allowedModes & SFRM_Materialize) == 0)
    ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                    errmsg("set-valued function called in context that cannot accept a set")));
  TupleDesc descriptor = nullptr;
  if (get_call_result_type(call, nullptr, &descriptor) != TYPEFUNC_COMPOSITE)
    elog(ERROR, "return type must be a row type");
  MemoryContext outer = MemoryContextSwitchTo(info->econtext->ecxt_per_query_memory);
  info->returnMode = SFRM_Materialize;
  info->setDesc = CreateTupleDescCopy(descriptor);
  info->setResult = tuplestore_begin_heap(true, false, work_mem);
  const SetParts parts{TupleDescGetAttInMetadata(info->setDesc), info->setResult};
  MemoryContextSwitchTo(outer);
  return parts;
}

void put_row(AttInMetadata* metadata, Tuplestorestate* store, char** values) {
  HeapTuple tuple = BuildTupleFromCStrings(metadata, values);
  tuplestore_puttuple(store, tuple);
  heap_freetuple(tuple);
}

}  // namespace

std::string uuid_text(Datum uuid) {
  return call_backend(
      [&]() -> const char* { return DatumGetCString(DirectFunctionCall1(uuid_out, uuid)); });
}

Datum uuid_datum(const std::string& text) {
  const char* uuid = text.c_str();
  return call_backend([&]() { return DirectFunctionCall1(uuid_in, CStringGetDatum(uuid)); });
}

std::string text_of(Datum value) {
  return to_utf8(call_backend([&]() -> const char* { return TextDatumGetCString(value); }));
}

Datum new_bytea(std::size_t size) {
  return call_backend([&]() {
    auto* bytes = static_cast<struct varlena*>(palloc(VARHDRSZ + size));
    SET_VARSIZE(bytes, VARHDRSZ + size);
    return PointerGetDatum(bytes);
  });
}

char* bytea_bytes(Datum bytea) noexcept { return VARDATA(DatumGetPointer(bytea)); }

std::size_t bytea_limit() noexcept { return MaxAllocSize - VARHDRSZ; }

ResultSet::ResultSet(FunctionCallInfo call) {
  const SetParts parts = call_backend([&]() { return begin_set(call); });
  metadata_ = parts.metadata;
  store_ = parts.store;
}

void ResultSet::add(const Row& row) {
  std::vector<Text> texts;
  std::vector<char*> values;
  texts.reserve(row.size());
  for (const Text& value : row) {
    texts.push_back(value ? Text(from_utf8(*value)) : Text());
    values.push_back(value ? texts.back()->data() : nullptr);
  }
  char** cells = values.data();
  call_backend([&]() { put_row(metadata_, store_, cells); });
}

std::string array_literal(const std::vector<std::string>& items) {
  std::string literal = "{";
  for (const std::string& item : items) {
    if (literal.size() > 1) literal += ',';
    literal += '"';
    for (const char c : item) {
      if (c == '"' || c == '\\') literal += '\\';
      literal += c;
    }
    literal += '"';
  }
  return literal + '}';
}

}  // namespace paliad::postgres
