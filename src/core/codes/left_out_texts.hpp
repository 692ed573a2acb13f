// Why a relation, or a column of one, is not in a bundle. Shown after "<relation>: ".
#pragma once

#include "core/codes/sentence.hpp"

namespace paliad::codes {

inline constexpr Sentence left_out_texts[] = {
    {"paliadin", "conversations with Paliadin never leave the database",
     "Gespräche mit Paliadin verlassen die Datenbank nie"},
    {"belongs_to_paliadin", "belongs to {relation}, which never leaves the database",
     "gehört zu {relation}, das die Datenbank nie verlässt"},
    {"own_table", "belongs to paliad_backup itself", "gehört zu paliad_backup selbst"},
    {"view", "a view holds no data of its own", "eine Sicht hat keine eigenen Daten"},
    {"materialized_view", "a materialized view holds no data of its own",
     "eine materialisierte Sicht hat keine eigenen Daten"},
    {"foreign_table", "a foreign table's data is on another server",
     "die Daten einer fremden Tabelle liegen auf einem anderen Server"},
    {"paliadin_partition", "has the partition {relation}, which never leaves the database",
     "hat die Partition {relation}, die die Datenbank nie verlässt"},
    {"foreign_partition", "has the partition {relation}, whose data is on another server",
     "hat die Partition {relation}, deren Daten auf einem anderen Server liegen"},
    {"partition", "a partition: its rows are with {relation}",
     "eine Partition: ihre Zeilen stehen bei {relation}"},
    {"partition_of_excluded", "a partition of {relation}, which is left out by a rule",
     "eine Partition von {relation}, das eine Regel ausschließt"},
    {"key_left_out", "its primary key has the column {column}: {because}",
     "sein Primärschlüssel hat die Spalte {column}: {because}"},
    {"rule", "left out by a rule", "durch eine Regel ausgeschlossen"},
    {"rule_with_note", "left out by a rule: {note}", "durch eine Regel ausgeschlossen: {note}"},
    {"column_by_rule", "a rule leaves it out", "eine Regel lässt sie aus"},
    {"outside_child", "inherits from {relation}, but is in a schema that is not backed up",
     "erbt von {relation}, liegt aber in einem Schema, das nicht gesichert wird"},
    {"holds_paliadin", "its values hold {what}, which never leaves the database",
     "die Werte enthalten {what}, das die Datenbank nie verlässt"},
    {"holds_excluded_rows",
     "its values hold rows of {relation}, which a rule leaves out or shortens",
     "die Werte enthalten Zeilen von {relation}, das eine Regel ausschließt oder kürzt"},
};

}  // namespace paliad::codes
