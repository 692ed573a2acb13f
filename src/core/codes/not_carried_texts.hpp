// What schema.sql and restore.sql don't bring back, and why: a reason each.
#pragma once

#include "core/codes/sentence.hpp"

namespace paliad::codes {

inline constexpr Sentence not_carried_texts[] = {
    {"default_needs_uncarried", "its default needs an object of the database that is not carried",
     "der Vorgabewert braucht ein Objekt der Datenbank, das nicht mitkommt"},
    {"generation_needs_uncarried",
     "its generation needs an object of the database that is not carried: it is a column as any "
     "other",
     "die Berechnung braucht ein Objekt der Datenbank, das nicht mitkommt: sie ist eine Spalte wie "
     "jede andere"},
    {"type_names_objects",
     "its type {type} names objects of the database: it is text, without a default",
     "der Typ {type} nennt Objekte der Datenbank: sie ist Text, ohne Vorgabewert"},
    {"type_needs_functions",
     "its type {type} needs functions of the database: it is text, without a default",
     "der Typ {type} braucht Funktionen der Datenbank: sie ist Text, ohne Vorgabewert"},
    {"type_needs_operator_class",
     "its type {type} needs an operator class of the database: it is text, without a default",
     "der Typ {type} braucht eine Operatorklasse der Datenbank: sie ist Text, ohne Vorgabewert"},
    {"type_is_row_outside",
     "its type {type} is the row of a relation that is not in the backup: it is text, without a "
     "default",
     "der Typ {type} ist die Zeile einer Tabelle, die nicht in der Sicherung ist: sie ist Text, "
     "ohne Vorgabewert"},
    {"invalid", "it is not valid", "ungültig"},
    {"refers_outside", "it refers to a table that is not in the backup",
     "verweist auf eine Tabelle, die nicht in der Sicherung ist"},
    {"needs_left_out_column", "it needs a column that a rule leaves out",
     "braucht eine Spalte, die eine Regel ausschließt"},
    {"needs_text_column", "it needs a column that comes back as text",
     "braucht eine Spalte, die als Text zurückkommt"},
    {"needs_uncarried", "it needs an object of the database that is not carried",
     "braucht ein Objekt der Datenbank, das nicht mitkommt"},
    {"statistics_need_uncarried",
     "they need a column or an object of the database that is not carried",
     "braucht eine Spalte oder ein Objekt der Datenbank, das nicht mitkommt"},
    {"access_method", "its access method is not carried", "die Zugriffsmethode kommt nicht mit"},
    {"collation", "its collation is not carried", "die Sortierfolge kommt nicht mit"},
    {"compression", "its compression method is not carried",
     "das Kompressionsverfahren kommt nicht mit"},
    {"type_default", "its default, or its collation, is not carried",
     "der Vorgabewert oder die Sortierfolge kommt nicht mit"},
    {"range_function", "its canonical or difference function is not carried",
     "die kanonische oder die Differenzfunktion kommt nicht mit"},
    {"partitioning", "its partitioning is not carried: it is one table with all rows",
     "die Partitionierung kommt nicht mit: es ist eine Tabelle mit allen Zeilen"},
    {"rows_in_partitioned_table", "its rows stand in the partitioned table",
     "die Zeilen stehen in der partitionierten Tabelle"},
    {"tablespace", "it lay in a tablespace of its own", "lag in einem eigenen Tablespace"},
    {"typed_table", "it was of type {type}, and is a table as any other",
     "war vom Typ {type} und ist eine Tabelle wie jede andere"},
    {"inherited_outside", "it inherited from {relation}, which is not in the backup",
     "erbte von {relation}, das nicht in der Sicherung ist"},
    {"partition_alone", "it was a partition of {relation}, and stands for itself",
     "war eine Partition von {relation} und steht für sich"},
    {"unused_type", "no column that comes back is made of it",
     "keine Spalte, die zurückkommt, ist daraus"},
    {"unused_extension", "no column that comes back has a type of it",
     "keine Spalte, die zurückkommt, hat einen Typ daraus"},
    {"functions", "functions are not carried", "Funktionen kommen nicht mit"},
    {"triggers", "triggers are not carried", "Trigger kommen nicht mit"},
    {"row_security", "rights and policies are not carried", "Rechte und Policies kommen nicht mit"},
    {"rewrite_rules", "rules are not carried", "Regeln kommen nicht mit"},
    {"roles", "roles are not carried", "Rollen kommen nicht mit"},
    {"replication", "replication is not carried", "die Replikation kommt nicht mit"},
    {"large_objects", "large objects belong to no table",
     "Large Objects gehören zu keiner Tabelle"},
};

}  // namespace paliad::codes
