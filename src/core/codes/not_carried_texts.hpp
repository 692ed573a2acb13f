// Why schema.sql and restore.sql don't bring an object back, or not as it was.
#pragma once

#include "core/codes/sentence.hpp"

namespace paliad::codes {

inline constexpr Sentence not_carried_texts[] = {
    {"type_names_objects",
     "its type {type} names objects of the database: it is text, without a default",
     "der Typ {type} nennt Objekte der Datenbank: sie ist Text, ohne Vorgabewert"},
    {"named_paliadin", "what is named paliadin never leaves the database",
     "was paliadin heißt, verlässt die Datenbank nie"},
    {"needs_object", "it needs {object}, which is not carried",
     "braucht {object}; das kommt nicht mit"},
    {"needs_itself", "it needs itself, through other objects, and can't be created",
     "braucht auf Umwegen sich selbst und kann nicht angelegt werden"},
    {"type_not_carried", "its type {type} is not carried: it is text, without a default",
     "der Typ {type} kommt nicht mit: sie ist Text, ohne Vorgabewert"},
    {"not_in_backup", "its rows are not in the backup", "die Zeilen sind nicht in der Sicherung"},
    {"unwanted", "this script creates tables only", "dieses Skript legt nur Tabellen an"},
    {"own_extension", "a backup can be read and restored without this extension",
     "eine Sicherung kommt ohne diese Erweiterung aus"},
    {"extension_table", "extension {extension} makes it, and brings its rows",
     "die Erweiterung {extension} legt sie an und bringt die Zeilen mit"},
    {"event_triggers", "event triggers act on the whole database",
     "Ereignistrigger gelten für die ganze Datenbank"},
    {"extract_field", "the field of an EXTRACT in it is not a plain word",
     "das Feld eines EXTRACT darin ist kein Wort"},
    {"foreign_data", "access to foreign data is not carried",
     "der Zugriff auf fremde Daten kommt nicht mit"},
    {"invalid", "it is not valid", "ungültig"},
    {"needs_left_out_column", "it needs a column that a rule leaves out",
     "braucht eine Spalte, die eine Regel ausschließt"},
    {"needs_text_column", "it needs a column that comes back as text",
     "braucht eine Spalte, die als Text zurückkommt"},
    {"access_method", "its access method is not carried", "die Zugriffsmethode kommt nicht mit"},
    {"partitioning", "its partitioning is not carried: it comes back as one table with all rows",
     "die Partitionierung kommt nicht mit: es ist eine Tabelle mit allen Zeilen"},
    {"rows_in_partitioned_table", "its rows are in the partitioned table",
     "die Zeilen stehen in der partitionierten Tabelle"},
    {"tablespace", "it was in another tablespace", "lag in einem eigenen Tablespace"},
    {"typed_table", "it was a table of type {type}; it comes back as an ordinary table",
     "war vom Typ {type} und ist eine Tabelle wie jede andere"},
    {"inherited_outside", "it inherited from {relation}, which is not in the backup",
     "erbte von {relation}, das nicht in der Sicherung ist"},
    {"columns_own", "its inherited columns come back as its own too",
     "die geerbten Spalten kommen auch als eigene wieder"},
    {"without_parents",
     "it comes back without its parent: it lacks a column, or the generation of one, that "
     "{relation} has",
     "kommt ohne ihre Elterntabelle wieder: ihr fehlt eine Spalte, oder die Berechnung einer "
     "Spalte, "
     "die {relation} hat"},
    {"partition_alone", "it was a partition of {relation}; it comes back as an ordinary table",
     "war eine Partition von {relation} und steht für sich"},
    {"replication", "replication is not carried", "die Replikation kommt nicht mit"},
    {"too_many_large_objects",
     "a backup has at most {most} large objects, those with the lowest oids",
     "eine Sicherung fasst höchstens {most} Large Objects, die mit den kleinsten Nummern"},
};

}  // namespace paliad::codes
