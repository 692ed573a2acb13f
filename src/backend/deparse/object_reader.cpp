#include "backend/deparse/object_reader.hpp"

#include "core/codes/codes.hpp"

#include <strings.h>

namespace paliad::deparse {

namespace {

bool is_paliadin(const std::string& name) {
  constexpr std::string_view prefix = "paliadin";
  return strncasecmp(name.c_str(), prefix.data(), prefix.size()) == 0;
}

}  // namespace

schema::Object& add_object(schema::ObjectGraph& graph, const ObjectClass& of,
                           const postgres::Row& row) {
  schema::Object object;
  object.address = {of.catalog, postgres::oid_of(row[0])};
  object.kind = of.kind;
  object.after_rows = of.after_rows;
  object.name = *row[1];
  object.plain_name = row[2].value_or("");
  object.table = row[3].value_or("");
  object.asked = postgres::is_true(row[4]);
  if (is_paliadin(object.plain_name)) object.refusal = codes::coded("named_paliadin");
  if (row[5] && of.owned_as != nullptr)
    object.owners.push_back(
        {{*row[5]},
         std::string("ALTER ") + of.owned_as + " " + object.name + " OWNER TO " + *row[5] + ";"});
  if (row[6]) object.statements.push_back(*row[6]);
  graph.objects.push_back(std::move(object));
  return graph.objects.back();
}

void add_objects(schema::ObjectGraph& graph, const ObjectClass& of, const std::string& query,
                 const Scope& scope) {
  for (const postgres::Row& row : postgres::query(query, {scope.schemas, scope.tables}))
    (void)add_object(graph, of, row);
}

std::vector<std::string> listed(const std::string& identifiers) {
  std::vector<std::string> all(1);
  bool in_quotes = false;
  for (std::size_t i = 0; i < identifiers.size(); ++i) {
    const char c = identifiers[i];
    if (c == '"') in_quotes = !in_quotes;
    if (c == ',' && !in_quotes) {
      all.emplace_back();
      ++i;  // the space behind it
    } else {
      all.back() += c;
    }
  }
  return all;
}

}  // namespace paliad::deparse
