#include "backend/postgres/values.hpp"

#include "backend/postgres/compat.hpp"
#include "backend/postgres/encoding.hpp"
#include "core/codes/codes.hpp"

namespace paliad::postgres {

namespace {

struct SetParts {
  AttInMetadata* metadata;
  Tuplestorestate* store;
};

// The result's columns, for the "materialize" mode of src/backend/utils/fmgr/README. A set of a
// scalar type has one column.
TupleDesc descriptor_of(FunctionCallInfo call) {
  TupleDesc descriptor = nullptr;
  Oid type = InvalidOid;
  if (get_call_result_type(call, &type, &descriptor) == TYPEFUNC_COMPOSITE) return descriptor;
  descriptor = CreateTemplateTupleDesc(1);
  TupleDescInitEntry(descriptor, 1, "value", type, -1, 0);
  return descriptor;
}

SetParts begin_set(FunctionCallInfo call) {
  auto* info = reinterpret_cast<ReturnSetInfo*>(call->resultinfo);
  if (info == nullptr || !IsA(info, ReturnSetInfo) || (info->allowedModes & SFRM_Materialize) == 0)
    ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                    errmsg("set-valued function called in context that cannot accept a set")));
  TupleDesc descriptor = descriptor_of(call);
  MemoryContext outer = MemoryContextSwitchTo(info->econtext->ecxt_per_query_memory);
  info->returnMode = SFRM_Materialize;
  info->setDesc = CreateTupleDescCopy(descriptor);
  info->setResult = tuplestore_begin_heap(true, false, work_mem);
  const SetParts parts{TupleDescGetAttInMetadata(info->setDesc), info->setResult};
  MemoryContextSwitchTo(outer);
  return parts;
}

// Resets `scratch` after each row, because the types' input functions leave garbage in it.
void put_row(AttInMetadata* metadata, Tuplestorestate* store, char** values,
             MemoryContext scratch) {
  MemoryContext outer = MemoryContextSwitchTo(scratch);
  tuplestore_puttuple(store, BuildTupleFromCStrings(metadata, values));
  MemoryContextSwitchTo(outer);
  MemoryContextReset(scratch);
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

Text uuid_result(Oid function) {
  struct Result {
    bool is_null;
    char text[UUID_LEN * 2 + 5];
  };
  const Result result = call_backend([&]() {
    FmgrInfo info;
    fmgr_info(function, &info);
    LOCAL_FCINFO(call, 0);
    InitFunctionCallInfoData(*call, &info, 0, InvalidOid, nullptr, nullptr);
    Result found{};
    const Datum value = FunctionCallInvoke(call);
    found.is_null = call->isnull;
    if (!call->isnull)
      strlcpy(found.text, DatumGetCString(DirectFunctionCall1(uuid_out, value)), sizeof found.text);
    return found;
  });
  return result.is_null ? Text() : Text(result.text);
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

ResultSet::ResultSet(FunctionCallInfo call) : scratch_("a row of a result") {
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
  call_backend([&]() { put_row(metadata_, store_, cells, scratch_.get()); });
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

void append_code(Row& row, const CodedText& coded) {
  const bool known = !coded.code.empty();
  row.push_back(known ? Text(coded.code) : Text());
  row.push_back(known ? Text(codes::arguments_json(coded)) : Text());
}

Row with_code(Row row, const CodedText& coded) {
  row.push_back(coded.empty() ? Text() : Text(coded.text));
  append_code(row, coded);
  return row;
}

}  // namespace paliad::postgres
