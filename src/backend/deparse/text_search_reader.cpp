// Text search: parsers, templates, dictionaries, configurations.
#include "backend/deparse/object_reader.hpp"

namespace paliad::deparse {

namespace {

using schema::Kind;

constexpr const char* parsers_query = R"sql(
SELECT p.oid, format('%I.%I', n.nspname, p.prsname), p.prsname, NULL, n.oid IN (SELECT unnest($1::oid[])), NULL,
       format('CREATE TEXT SEARCH PARSER %I.%I (START = %s, GETTOKEN = %s, END = %s, LEXTYPES = %s%s);',
              n.nspname, p.prsname, p.prsstart, p.prstoken, p.prsend, p.prslextype,
              CASE WHEN p.prsheadline <> 0 THEN format(', HEADLINE = %s', p.prsheadline) END)
  FROM pg_ts_parser p JOIN pg_namespace n ON n.oid = p.prsnamespace
 WHERE p.oid >= 16384
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_ts_parser'::regclass
                      AND e.objid = p.oid AND e.deptype = 'e'))sql";

constexpr const char* templates_query = R"sql(
SELECT t.oid, format('%I.%I', n.nspname, t.tmplname), t.tmplname, NULL, n.oid IN (SELECT unnest($1::oid[])), NULL,
       format('CREATE TEXT SEARCH TEMPLATE %I.%I (%sLEXIZE = %s);', n.nspname, t.tmplname,
              CASE WHEN t.tmplinit <> 0 THEN format('INIT = %s, ', t.tmplinit) END, t.tmpllexize)
  FROM pg_ts_template t JOIN pg_namespace n ON n.oid = t.tmplnamespace
 WHERE t.oid >= 16384
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_ts_template'::regclass
                      AND e.objid = t.oid AND e.deptype = 'e'))sql";

constexpr const char* dictionaries_query = R"sql(
SELECT d.oid, format('%I.%I', n.nspname, d.dictname), d.dictname, NULL, n.oid IN (SELECT unnest($1::oid[])),
       quote_ident(pg_get_userbyid(d.dictowner)),
       format('CREATE TEXT SEARCH DICTIONARY %I.%I (TEMPLATE = %I.%I%s);', n.nspname, d.dictname,
              tn.nspname, t.tmplname, ', ' || nullif(d.dictinitoption, ''))
  FROM pg_ts_dict d JOIN pg_namespace n ON n.oid = d.dictnamespace
  JOIN pg_ts_template t ON t.oid = d.dicttemplate JOIN pg_namespace tn ON tn.oid = t.tmplnamespace
 WHERE d.oid >= 16384
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_ts_dict'::regclass
                      AND e.objid = d.oid AND e.deptype = 'e'))sql";

constexpr const char* configurations_query = R"sql(
SELECT c.oid, format('%I.%I', n.nspname, c.cfgname), c.cfgname, NULL, n.oid IN (SELECT unnest($1::oid[])),
       quote_ident(pg_get_userbyid(c.cfgowner)),
       format('CREATE TEXT SEARCH CONFIGURATION %I.%I (PARSER = %I.%I);%s', n.nspname, c.cfgname,
              pn.nspname, p.prsname,
              (SELECT string_agg(format(E'\nALTER TEXT SEARCH CONFIGURATION %I.%I ADD MAPPING FOR %I WITH %s;',
                                        n.nspname, c.cfgname, tokens.alias, maps.dictionaries), '' ORDER BY tokens.tokid)
                 FROM (SELECT m.maptokentype, string_agg(format('%I.%I', dn.nspname, d.dictname), ', ' ORDER BY m.mapseqno)
                         FROM pg_ts_config_map m JOIN pg_ts_dict d ON d.oid = m.mapdict
                         JOIN pg_namespace dn ON dn.oid = d.dictnamespace
                        WHERE m.mapcfg = c.oid GROUP BY m.maptokentype) AS maps (token, dictionaries)
                 JOIN ts_token_type(c.cfgparser) AS tokens ON tokens.tokid = maps.token))
  FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace
  JOIN pg_ts_parser p ON p.oid = c.cfgparser JOIN pg_namespace pn ON pn.oid = p.prsnamespace
 WHERE c.oid >= 16384
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_ts_config'::regclass
                      AND e.objid = c.oid AND e.deptype = 'e'))sql";

}  // namespace

void read_text_search(const Scope& scope, schema::ObjectGraph& graph) {
  add_objects(graph, {catalogs::pg_ts_parser, Kind::text_search_parser, false, nullptr},
              parsers_query, scope, "pg_ts_parser");
  add_objects(graph, {catalogs::pg_ts_template, Kind::text_search_template, false, nullptr},
              templates_query, scope, "pg_ts_template");
  add_objects(graph,
              {catalogs::pg_ts_dict, Kind::text_search_dictionary, false, "TEXT SEARCH DICTIONARY"},
              dictionaries_query, scope, "pg_ts_dict");
  add_objects(
      graph,
      {catalogs::pg_ts_config, Kind::text_search_configuration, false, "TEXT SEARCH CONFIGURATION"},
      configurations_query, scope, "pg_ts_config");
}

}  // namespace paliad::deparse
