#include "backend/deparse/standalone_children.hpp"

#include "backend/postgres/values.hpp"
#include "core/codes/codes.hpp"

namespace paliad::deparse {

namespace {

// The last columns: whether a column is only inherited; the parents of those that lack something.
constexpr const char* standalone_query = R"sql(
SELECT c.oid, format('%I.%I', n.nspname, c.relname), NOT o.all_local,
       CASE WHEN o.lacks THEN (SELECT string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno)
                                 FROM pg_inherits i WHERE i.inhrelid = c.oid AND i.inhparent IN (SELECT unnest($1::oid[]))) END
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (
   SELECT array_agg(a.attname ORDER BY a.attnum) FILTER (WHERE NOT x.is_left_out)
            <> array_agg(a.attname ORDER BY p.parent NULLS LAST, p.number, a.attnum) FILTER (WHERE NOT x.is_left_out)
          OR bool_or(p.parent IS NULL AND NOT a.attislocal AND NOT x.is_left_out) OR coalesce(bool_or(p.other_storage), false),
          bool_and(a.attislocal OR x.is_left_out),
          bool_or(p.parent IS NOT NULL AND (x.is_left_out OR p.generated AND NOT x.is_generated))
     FROM pg_attribute a
    CROSS JOIN LATERAL (VALUES (
      $2 <> '{}' AND a.attrelid || ':' || a.attname IN (SELECT unnest($2::text[])),
      a.attgenerated <> '' AND EXISTS (SELECT FROM pg_attrdef f WHERE f.adrelid = a.attrelid AND f.adnum = a.attnum
                                          AND f.oid IN (SELECT unnest($3::oid[]))))) AS x (is_left_out, is_generated)
     LEFT JOIN LATERAL (SELECT i.inhseqno, b.attnum,
                               bool_or(b.attgenerated <> '' AND EXISTS (
                                 SELECT FROM pg_attrdef f WHERE f.adrelid = b.attrelid AND f.adnum = b.attnum
                                    AND f.oid IN (SELECT unnest($3::oid[])))) OVER (),
                               bool_or(b.attstorage <> a.attstorage OR b.attcompression <> a.attcompression) OVER ()
                          FROM pg_inherits i JOIN pg_attribute b ON b.attrelid = i.inhparent
                         WHERE i.inhrelid = c.oid AND i.inhparent IN (SELECT unnest($1::oid[]))
                           AND b.attname = a.attname AND b.attnum > 0
                           AND NOT ($2 <> '{}' AND b.attrelid || ':' || b.attname IN (SELECT unnest($2::text[])))
                         ORDER BY 1, 2 LIMIT 1) AS p (parent, number, generated, other_storage) ON true
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS o (differs, all_local, lacks)
 WHERE c.oid IN (SELECT unnest($1::oid[])) AND NOT c.relispartition
   AND EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = c.oid AND i.inhparent IN (SELECT unnest($1::oid[])))
   AND (o.differs OR o.lacks))sql";

constexpr const char* inherit_query = R"sql(
SELECT c.oid, format('ALTER TABLE ONLY %I.%I INHERIT %s;', n.nspname, c.relname, i.inhparent::regclass)
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE i.inhrelid IN (SELECT unnest($1::oid[])) AND i.inhparent IN (SELECT unnest($2::oid[]))
 ORDER BY i.inhrelid, i.inhseqno)sql";

StandaloneChild child_of(const postgres::Row& row) {
  return {*row[0], *row[1], postgres::is_true(row[2]), row[3]};
}

}  // namespace

CodedText StandaloneChild::note() const {
  if (lost_parents) return codes::coded("without_parents", {{"relation", *lost_parents}});
  return has_inherited_columns ? codes::coded("columns_own") : CodedText();
}

std::vector<StandaloneChild> standalone_children(const Scope& scope, const std::string& omitted,
                                                 const std::string& expressions,
                                                 QueryCache& answers) {
  std::vector<StandaloneChild> children;
  if (scope.present.count("inheritance") == 0) return children;
  for (const postgres::Row& row :
       answers.to(standalone_query, {scope.tables, omitted, expressions}))
    children.push_back(child_of(row));
  return children;
}

const std::vector<postgres::Row>& inherit_statements(const std::vector<std::string>& children,
                                                     const Scope& scope, QueryCache& answers) {
  return answers.to(inherit_query, {postgres::array_literal(children), scope.tables});
}

}  // namespace paliad::deparse
