#include "backend/introspection/column_form.hpp"

#include "backend/postgres/valves.hpp"

namespace paliad::introspection {

namespace {

using model::CellForm;
using model::JsonForm;

// Whether to_json() must format the type: arrays, composites, and types with a function that casts
// them to json. These are the categories of row_to_json() (json_categorize_type() in
// src/backend/utils/adt/json.c and jsonfuncs.c).
bool formats_separately(Oid type) {
  if (OidIsValid(get_element_type(type)) || type == ANYARRAYOID || type == RECORDARRAYOID)
    return true;
  if (type_is_rowtype(type)) return true;
  if (type < FirstNormalObjectId) return false;
  Oid function = InvalidOid;
  return find_coercion_pathway(JSONOID, type, COERCION_EXPLICIT, &function) == COERCION_PATH_FUNC;
}

bool is_trusted(Oid function) {
  HeapTuple tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(function));
  if (!HeapTupleIsValid(tuple)) return false;
  const Oid owner = reinterpret_cast<Form_pg_proc>(GETSTRUCT(tuple))->proowner;
  ReleaseSysCache(tuple);
  return superuser_arg(owner);
}

bool casts_foreign(Oid type);

bool any_attribute_casts_foreign(Oid type) {
  TupleDesc attributes = lookup_rowtype_tupdesc(type, -1);
  bool found = false;
  for (int i = 0; i < attributes->natts && !found; ++i) {
    const auto* attribute = TupleDescAttr(attributes, i);
    found = !attribute->attisdropped && casts_foreign(attribute->atttypid);
  }
  ReleaseTupleDesc(attributes);
  return found;
}

// Whether to_json() would call a cast of a role that is no superuser, for the type or what arrays
// and composites contain. Such a cast would run with the right to read everything.
bool casts_foreign(Oid type) {
  check_stack_depth();
  const Oid base = getBaseType(type);
  if (const Oid element = get_element_type(base); OidIsValid(element))
    return casts_foreign(element);
  if (base == RECORDOID || base == RECORDARRAYOID || base == ANYARRAYOID) return false;
  if (type_is_rowtype(base)) return any_attribute_casts_foreign(base);
  Oid function = InvalidOid;
  return base >= FirstNormalObjectId &&
         find_coercion_pathway(JSONOID, base, COERCION_EXPLICIT, &function) == COERCION_PATH_FUNC &&
         !is_trusted(function);
}

bool is_parallel_safe(Oid function) {
  return !OidIsValid(function) || func_parallel(function) == PROPARALLEL_SAFE;
}

bool writes_parallel_safe(Oid type);

bool attributes_write_parallel_safe(Oid type) {
  TupleDesc attributes = lookup_rowtype_tupdesc(type, -1);
  bool safe = true;
  for (int i = 0; i < attributes->natts && safe; ++i) {
    const auto* attribute = TupleDescAttr(attributes, i);
    safe = attribute->attisdropped || writes_parallel_safe(attribute->atttypid);
  }
  ReleaseTupleDesc(attributes);
  return safe;
}

// Whether the type's output function, and the functions that it or to_json() calls for the types
// which the type contains, are parallel safe.
bool writes_parallel_safe(Oid type) {
  check_stack_depth();
  const Oid base = getBaseType(type);
  if (base < FirstNormalObjectId) return base != RECORDOID && base != RECORDARRAYOID;
  Oid output = InvalidOid;
  bool is_varlena = false;
  getTypeOutputInfo(base, &output, &is_varlena);
  if (!is_parallel_safe(output)) return false;
  Oid cast = InvalidOid;
  (void)find_coercion_pathway(JSONOID, base, COERCION_EXPLICIT, &cast);
  if (!is_parallel_safe(cast)) return false;
  if (const Oid element = get_element_type(base); OidIsValid(element))
    return writes_parallel_safe(element);
  if (const Oid subtype = get_range_subtype(base); OidIsValid(subtype))
    return writes_parallel_safe(subtype);
  if (const Oid range = get_multirange_range(base); OidIsValid(range))
    return writes_parallel_safe(range);
  return !type_is_rowtype(base) || attributes_write_parallel_safe(base);
}

// The scale in numeric's type modifier (src/backend/utils/adt/numeric.c): eleven bits, signed
// since 15; -1 where there is no modifier.
int numeric_scale(int32 modifier) {
  if (modifier < VARHDRSZ) return -1;
  return (((modifier - VARHDRSZ) & 0x7ff) ^ 1024) - 1024;
}

ColumnForm form_of(Oid type, int32 modifier) {
  switch (type) {
  case BOOLOID:
    return {JsonForm::boolean, CellForm::boolean, -1};
  case INT2OID:
  case INT4OID:
  case INT8OID:
    return {JsonForm::number, CellForm::number, 0};
  case FLOAT4OID:
  case FLOAT8OID:
    return {JsonForm::number, CellForm::number, -1};
  case NUMERICOID:
    return {JsonForm::number, CellForm::number, numeric_scale(modifier)};
  case DATEOID:
    return {JsonForm::date_time, CellForm::date, -1};
  case TIMESTAMPOID:
    return {JsonForm::date_time, CellForm::timestamp, -1};
  case TIMESTAMPTZOID:
    return {JsonForm::date_time, CellForm::timestamptz, -1};
  case JSONOID:
  case JSONBOID:
    return {JsonForm::json, CellForm::text, -1};
  default:
    return {formats_separately(type) ? JsonForm::separate : JsonForm::text, CellForm::text, -1};
  }
}

}  // namespace

ColumnForm column_form(std::uint32_t type, std::int32_t modifier) {
  return postgres::call_backend([&]() {
    int32 base_modifier = modifier;
    const Oid base = getBaseTypeAndTypmod(type, &base_modifier);
    ColumnForm form = form_of(base, base_modifier);
    if (form.json == JsonForm::separate && casts_foreign(base)) {
      form.json = JsonForm::text;
      form.foreign_cast = true;
    }
    form.parallel_safe = writes_parallel_safe(base);
    form.orderable = OidIsValid(lookup_type_cache(type, TYPECACHE_LT_OPR)->lt_opr);
    return form;
  });
}

}  // namespace paliad::introspection
