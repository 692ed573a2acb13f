#include "core/schema/statement_list.hpp"

#include "core/base/error.hpp"
#include "core/base/json_nodes.hpp"

namespace paliad::schema {

namespace {

Json node_of(const ScriptStatement& statement) {
  Json out = new_json_object();
  put(out, "text", statement.text);
  const NeededRoles& roles = statement.roles;
  if (!roles.named.empty()) put(out, "roles", json_texts(roles.named, "roles"));
  if (!roles.acting.empty()) put(out, "acting_roles", json_texts(roles.acting, "acting_roles"));
  if (!roles.run_as.empty()) put(out, "run_as", roles.run_as);
  if (statement.asks_rows) put(out, "asks_rows", Json(json_true()));
  if (!statement.outside.empty()) put(out, "outside", statement.outside);
  return out;
}

Json node_of_part(const ScriptPart& part) {
  Json out = new_json_object();
  put(out, "heading", part.heading);
  put(out, "statements", json_array_of(part.statements, node_of, "statements"));
  return out;
}

Json node_of_extension(const NeededExtension& extension) {
  Json out = new_json_object();
  put(out, "name", extension.name);
  put(out, "needed_by", json_texts(extension.needed_by, "needed_by"));
  return out;
}

Error broken(const std::string& what) {
  return {sqlstate::data_corrupted, "statements.json is not as a backup has it", what + "."};
}

std::string text_of(const json_t* value, const char* what) {
  if (!json_is_string(value)) throw broken(std::string(what) + " is no text");
  return {json_string_value(value), json_string_length(value)};
}

template <typename Read>
auto list_of(const json_t* value, const char* what, Read read) {
  if (!json_is_array(value)) throw broken(std::string(what) + " is no list");
  std::vector<decltype(read(value))> out;
  out.reserve(json_array_size(value));
  for (std::size_t i = 0; i < json_array_size(value); ++i)
    out.push_back(read(json_array_get(value, i)));
  return out;
}

std::vector<std::string> texts_of(const json_t* value, const char* what) {
  return list_of(value, what, [what](const json_t* item) { return text_of(item, what); });
}

// A false value is left out.
bool is_set(const json_t* object, const char* key) {
  return json_is_true(json_object_get(object, key));
}

std::vector<std::string> texts_if_any(const json_t* object, const char* key) {
  const json_t* const texts = json_object_get(object, key);
  return texts == nullptr ? std::vector<std::string>{} : texts_of(texts, key);
}

std::string text_if_any(const json_t* object, const char* key) {
  const json_t* const text = json_object_get(object, key);
  return text == nullptr ? std::string() : text_of(text, key);
}

ScriptStatement read_statement(const json_t* node) {
  ScriptStatement statement;
  statement.text = text_of(json_object_get(node, "text"), "text");
  statement.roles.named = texts_if_any(node, "roles");
  statement.roles.acting = texts_if_any(node, "acting_roles");
  statement.roles.run_as = text_if_any(node, "run_as");
  statement.asks_rows = is_set(node, "asks_rows");
  statement.outside = text_if_any(node, "outside");
  return statement;
}

ScriptPart read_part(const json_t* node) {
  return {text_of(json_object_get(node, "heading"), "heading"),
          list_of(json_object_get(node, "statements"), "statements", read_statement)};
}

NeededExtension read_extension(const json_t* node) {
  return {text_of(json_object_get(node, "name"), "name"),
          texts_of(json_object_get(node, "needed_by"), "needed_by")};
}

}  // namespace

std::string statement_list(const DatabaseSchema& schema) {
  Json out = new_json_object();
  put(out, "before", json_array_of(schema.all.before, node_of_part, "before"));
  put(out, "after", json_array_of(schema.all.after, node_of_part, "after"));
  put(out, "extensions", json_array_of(schema.extensions, node_of_extension, "extensions"));
  put(out, "extension_tables", json_texts(schema.extension_tables, "extension_tables"));
  if (!schema.left_out_of_tables.empty())
    put(out, "left_out_of_tables", json_texts(schema.left_out_of_tables, "left_out_of_tables"));
  return json_text(out, JSON_INDENT(1)) + "\n";
}

DatabaseSchema read_statement_list(std::string_view json) {
  const Json root(json_loadb(json.data(), json.size(), JSON_REJECT_DUPLICATES, nullptr));
  if (!root) throw broken("It is no JSON");
  DatabaseSchema schema;
  schema.all.before = list_of(json_object_get(root.get(), "before"), "before", read_part);
  schema.all.after = list_of(json_object_get(root.get(), "after"), "after", read_part);
  schema.extensions =
      list_of(json_object_get(root.get(), "extensions"), "extensions", read_extension);
  schema.extension_tables =
      texts_of(json_object_get(root.get(), "extension_tables"), "extension_tables");
  schema.left_out_of_tables = texts_if_any(root.get(), "left_out_of_tables");
  return schema;
}

}  // namespace paliad::schema
