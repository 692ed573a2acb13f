#include "backend/deparse/sequence_positions.hpp"

#include "core/codes/codes.hpp"

#include <algorithm>

namespace paliad::deparse {

namespace {

using postgres::oid_of;
using postgres::Row;

// The statement finds an identity column's sequence by the column, because a restore may give it
// another name. The last value is NULL for a sequence that nextval() has never moved.
constexpr const char* positions_query = R"sql(
SELECT c.oid, c.oid::regclass,
       CASE WHEN d.objid IS NULL THEN quote_literal(c.oid::regclass)
            ELSE format('pg_catalog.pg_get_serial_sequence(%L, %L)', d.refobjid::regclass, a.attname) END,
       (SELECT CASE c.relkind WHEN 'S' THEN pg_sequence_last_value(c.oid) END)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i'
  LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
 WHERE c.relkind = 'S' AND c.oid >= 16384 AND c.relpersistence <> 't'
   AND (d.objid IS NULL AND (n.oid IN (SELECT unnest($1::oid[]))
                             OR EXISTS (SELECT FROM pg_depend u JOIN pg_attrdef f ON f.oid = u.objid
                                         WHERE u.classid = 'pg_attrdef'::regclass AND u.refclassid = 'pg_class'::regclass
                                           AND u.refobjid = c.oid AND f.adrelid IN (SELECT unnest($2::oid[]))))
        OR d.refobjid IN (SELECT unnest($2::oid[])) AND NOT d.refobjid || ':' || a.attname IN (SELECT unnest($3::text[])))
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass
                      AND e.objid = c.oid AND e.deptype = 'e')
 ORDER BY 2)sql";

struct Sequence {
  Oid id = InvalidOid;
  std::string name;
  std::string expression;
  postgres::Text last_value;
};

Sequence sequence(const Row& row) { return {oid_of(row[0]), *row[1], *row[2], row[3]}; }

std::string position_statement(const Sequence& of, const std::string& value, bool called) {
  return "SELECT pg_catalog.setval(" + of.expression + ", " + value +
         (called ? ", true);" : ", false);");
}

// The positions of sequences that nextval() has never moved, read from the sequences themselves.
// Parameters can't name relations: their names are in the statement, which is checked by oid.
std::vector<Row> unused_positions(const std::vector<const Sequence*>& sequences) {
  std::string statement;
  postgres::Named named;
  for (const Sequence* one : sequences) {
    statement += (statement.empty() ? "SELECT " : " UNION ALL SELECT ") + std::to_string(one->id) +
                 ", last_value, is_called FROM " + one->name;
    named.relations.push_back(one->id);
  }
  return postgres::query(statement, {}, named);
}

void take_unused(const std::vector<Sequence>& all, SequencePositions& positions) {
  constexpr std::size_t most_at_once = 100;
  std::vector<const Sequence*> unused;
  const auto flush = [&] {
    if (unused.empty()) return;
    for (const Row& row : unused_positions(unused)) {
      const auto one = std::find_if(unused.begin(), unused.end(), [&](const Sequence* candidate) {
        return candidate->id == oid_of(row[0]);
      });
      positions.push_back(
          {(*one)->id, position_statement(**one, *row[1], postgres::is_true(row[2]))});
    }
    unused.clear();
  };
  for (const Sequence& one : all) {
    if (one.last_value) continue;
    unused.push_back(&one);
    if (unused.size() == most_at_once) flush();
  }
  flush();
}

constexpr const char* extension_tables_query =
    "SELECT format('%I.%I', n.nspname, c.relname), e.extname FROM pg_depend d"
    "  JOIN pg_class c ON c.oid = d.objid JOIN pg_namespace n ON n.oid = c.relnamespace"
    "  JOIN pg_extension e ON e.oid = d.refobjid"
    " WHERE d.classid = 'pg_class'::regclass AND d.deptype = 'e' AND d.objid IN (SELECT "
    "unnest($1::oid[]))";

}  // namespace

SequencePositions read_positions(const Scope& scope, const std::string& omitted) {
  std::vector<Sequence> sequences;
  for (const Row& row : postgres::query(positions_query, {scope.schemas, scope.tables, omitted}))
    sequences.push_back(sequence(row));
  SequencePositions positions;
  for (const Sequence& one : sequences)
    if (one.last_value)
      positions.push_back({one.id, position_statement(one, *one.last_value, true)});
  take_unused(sequences, positions);
  std::sort(positions.begin(), positions.end(),
            [](const auto& one, const auto& other) { return one.statement < other.statement; });
  return positions;
}

std::vector<std::string> extension_tables(const std::string& relations,
                                          std::vector<model::NotCarried>& notes) {
  std::vector<std::string> names;
  for (const Row& row : postgres::query(extension_tables_query, {relations})) {
    names.push_back(*row[0]);
    notes.push_back({codes::coded("object_table", {{"name", *row[0]}}),
                     codes::coded("extension_table", {{"extension", *row[1]}})});
  }
  return names;
}

}  // namespace paliad::deparse
