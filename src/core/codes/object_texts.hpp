// Names for objects of the database that are not carried.
#pragma once

#include "core/codes/sentence.hpp"

namespace paliad::codes {

inline constexpr Sentence object_texts[] = {
    {"object_table", "{name}", "{name}"},
    {"object_column", "{name} of {table}", "{name} von {table}"},
    {"object_function", "function {name}", "Funktion {name}"},
    {"object_trigger", "trigger {name} of {table}", "Trigger {name} von {table}"},
    {"object_row_security", "row-level security of {table}", "Zeilenrechte von {table}"},
    {"object_rule", "rule {name} of {table}", "Regel {name} von {table}"},
    {"object_constraint", "constraint {name} of {table}", "Bedingung {name} von {table}"},
    {"object_type_constraint", "constraint {name} of type {type}",
     "Bedingung {name} des Typs {type}"},
    {"object_index", "index {name}", "Index {name}"},
    {"object_statistics", "statistics {name}", "Statistik {name}"},
    {"object_type", "type {name}", "Typ {name}"},
    {"object_extension", "extension {name}", "Erweiterung {name}"},
    {"object_schema", "schema {name}", "Schema {name}"},
    {"object_language", "language {name}", "Sprache {name}"},
    {"object_collation", "collation {name}", "Sortierfolge {name}"},
    {"object_type_default", "default of type {name}", "Vorgabewert des Typs {name}"},
    {"object_default", "default of {name} of {table}", "Vorgabewert von {name} von {table}"},
    {"object_operator", "operator {name}", "Operator {name}"},
    {"object_operator_class", "operator class {name}", "Operatorklasse {name}"},
    {"object_operator_family", "operator family {name}", "Operatorfamilie {name}"},
    {"object_cast", "cast {name}", "Typumwandlung {name}"},
    {"object_text_search", "text search {name}", "Textsuche {name}"},
    {"object_sequence", "sequence {name}", "Sequenz {name}"},
    {"object_view", "view {name}", "Sicht {name}"},
    {"object_policy", "policy {name} of {table}", "Policy {name} von {table}"},
    {"object_other", "{name}", "{name}"},
    {"object_large_objects", "{count} large objects", "{count} Large Objects"},
};

}  // namespace paliad::codes
