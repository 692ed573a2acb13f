// Sequences that are no identity column's, and the columns that own them.
#include "backend/deparse/object_reader.hpp"

namespace paliad::deparse {

namespace {

using postgres::Row;
using schema::Kind;

// A sequence that a table's column owns has the table's owner, so its own is NULL here.
constexpr const char* sequences_query = R"sql(
SELECT c.oid, format('%I.%I', n.nspname, c.relname), c.relname, NULL, n.oid IN (SELECT unnest($1::oid[])),
       CASE WHEN NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                                AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a')
            THEN quote_ident(pg_get_userbyid(c.relowner)) END,
       format('CREATE %sSEQUENCE %I.%I AS %s START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s%s;',
              CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED ' END, n.nspname, c.relname,
              format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache,
              CASE WHEN s.seqcycle THEN ' CYCLE' END)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_sequence s ON s.seqrelid = c.oid
 WHERE c.oid >= 16384 AND n.nspname !~ '^pg_temp'
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass
                      AND e.objid = c.oid AND e.deptype IN ('e', 'i')))sql";

// The statements for sequences that a column of a table of the same schema owns. They come before
// those of owners, because the sequence then gets its owner with the table.
constexpr const char* owners_query = R"sql(
SELECT c.oid, format('%I.%I', n.nspname, c.relname), c.relname, NULL, false, NULL,
       format('ALTER SEQUENCE %I.%I OWNED BY %s.%I;', n.nspname, c.relname, d.refobjid::regclass, a.attname),
       d.refobjid, d.refobjsubid
  FROM pg_depend d JOIN pg_class c ON c.oid = d.objid AND c.relkind = 'S'
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
 WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a'
   AND d.refobjid IN (SELECT unnest($2::oid[])))sql";

void read_owners(const Scope& scope, schema::ObjectGraph& graph) {
  const ObjectClass of{static_cast<std::uint32_t>(Aspect::sequence_owner), Kind::sequence_owner,
                       false, nullptr};
  for (const Row& row : postgres::query(owners_query, {scope.schemas, scope.tables})) {
    const schema::Address address = add_object(graph, of, row).address;
    graph.dependencies.push_back({address, 0, {catalogs::pg_class, address.object}, 0});
    graph.dependencies.push_back(
        {address, 0, {catalogs::pg_class, postgres::oid_of(row[7])}, std::stoi(*row[8])});
  }
}

}  // namespace

void read_sequences(const Scope& scope, schema::ObjectGraph& graph) {
  add_objects(graph, {catalogs::pg_class, Kind::sequence, false, "SEQUENCE"}, sequences_query,
              scope);
  read_owners(scope, graph);
}

}  // namespace paliad::deparse
