// The field of EXTRACT(field FROM …) is the one text that the server deparses as it is, without
// quotes (src/backend/utils/adt/ruleutils.c, get_func_sql_syntax()), and any text may be stored
// there: EXTRACT('year FROM now()); DROP …' FROM now()).
#include "backend/deparse/object_reader.hpp"
#include "core/codes/codes.hpp"

namespace paliad::deparse {

namespace {

// Objects with an expression that has a field other than a word. In a tree of nodes the field is
// the first argument, a constant; its bytes stand in decimal behind the four of its length.
constexpr const char* raw_fields_query = R"sql(
WITH extracts AS (
  SELECT ':funcid (?:' || string_agg(oid::text, '|') || ') [^{]*:args \(\{CONST [^}]*:constvalue \d+ \[ (?:-?\d+ ){4}'
         '(?!(?:(?:4[89]|5[0-7]|6[5-9]|[78]\d|90|95|9[7-9]|1[01]\d|12[0-2]) )+\])' AS other_than_word
    FROM pg_proc WHERE proname = 'extract' AND pronamespace = 'pg_catalog'::regnamespace),
trees (class, object, tree) AS (
  SELECT 'pg_class'::regclass, ev_class, ev_action::text FROM pg_rewrite WHERE rulename = '_RETURN'
  UNION ALL SELECT 'pg_rewrite', oid, concat(ev_qual, ev_action) FROM pg_rewrite WHERE rulename <> '_RETURN'
  UNION ALL SELECT 'pg_attrdef', oid, adbin::text FROM pg_attrdef
  UNION ALL SELECT 'pg_constraint', oid, conbin::text FROM pg_constraint WHERE conbin IS NOT NULL
  UNION ALL SELECT 'pg_class', indexrelid, concat(indexprs, indpred) FROM pg_index WHERE indexprs IS NOT NULL OR indpred IS NOT NULL
  UNION ALL SELECT 'pg_constraint', c.oid, concat(i.indexprs, i.indpred) FROM pg_constraint c JOIN pg_index i ON i.indexrelid = c.conindid
  UNION ALL SELECT 'pg_class', partrelid, partexprs::text FROM pg_partitioned_table WHERE partexprs IS NOT NULL
  UNION ALL SELECT 'pg_policy', oid, concat(polqual, polwithcheck) FROM pg_policy
  UNION ALL SELECT 'pg_trigger', oid, tgqual::text FROM pg_trigger WHERE tgqual IS NOT NULL
  UNION ALL SELECT 'pg_statistic_ext', oid, stxexprs::text FROM pg_statistic_ext WHERE stxexprs IS NOT NULL
  UNION ALL SELECT 'pg_proc', oid, concat(prosqlbody, proargdefaults) FROM pg_proc
             WHERE prosqlbody IS NOT NULL OR proargdefaults IS NOT NULL
  UNION ALL SELECT 'pg_type', oid, typdefaultbin::text FROM pg_type WHERE typdefaultbin IS NOT NULL)
SELECT DISTINCT class::oid, object FROM trees CROSS JOIN extracts
 WHERE object >= 16384 AND tree ~ other_than_word)sql";

}  // namespace

void refuse_raw_fields(schema::ObjectGraph& graph) {
  const auto rows = postgres::query(raw_fields_query);
  if (rows.empty()) return;
  const schema::ObjectPlaces places(graph);
  for (const postgres::Row& row : rows) {
    const schema::Address address{postgres::oid_of(row[0]), postgres::oid_of(row[1])};
    const schema::Address domain_default = aspect_of(address.object, Aspect::domain_default);
    const bool of_type = address.catalog == catalogs::pg_type;
    const auto place = places.of(of_type ? domain_default : address);
    if (place) graph.objects[*place].refusal = codes::coded("extract_field");
  }
}

}  // namespace paliad::deparse
