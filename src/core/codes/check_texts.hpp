// What verify and drill find, item by item.
#pragma once

#include "core/codes/sentence.hpp"

namespace paliad::codes {

inline constexpr Sentence check_texts[] = {
    // Well.
    {"file_as_in_catalog", "{bytes} bytes, SHA-256 as in the catalog",
     "{bytes} Bytes, SHA-256 wie im Katalog"},
    {"file_without_digest", "{bytes} bytes; the catalog has no SHA-256 of it",
     "{bytes} Bytes; im Katalog steht keine SHA-256"},
    {"entries_counted", "{count} entries", "{count} Einträge"},
    {"sheets_counted", "{count} sheets", "{count} Blätter"},
    {"worksheets_counted", "{count} worksheets", "{count} Tabellenblätter"},
    {"entries_as_in_manifest", "just those that the manifest names",
     "genau die, die das Manifest nennt"},
    {"entry_right", "{bytes} bytes, CRC and SHA-256 right",
     "{bytes} Bytes, CRC und SHA-256 stimmen"},
    {"entry_crc_right", "{bytes} bytes, CRC right", "{bytes} Bytes, die CRC stimmt"},
    {"rows_same", "{count} rows, the same in CSV, JSON and workbook",
     "{count} Zeilen, dieselben in CSV, JSON und Arbeitsmappe"},
    {"checks_passed", "{count} {count|check|checks}, all well",
     "{count} {count|Prüfung|Prüfungen}, alles in Ordnung"},
    {"tables_made", "{count} {count|table|tables} made",
     "{count} {count|Tabelle|Tabellen} angelegt"},
    {"rows_back", "{count} {count|row|rows}, every value as it was",
     "{count} {count|Zeile|Zeilen}, jeder Wert wie er war"},
    {"constraints_hold", "keys, checks and others that hold: {count}",
     "Schlüssel, Bedingungen und andere, die gelten: {count}"},
    {"foreign_keys_hold", "that hold: {count}", "die gelten: {count}"},
    {"positions_set", "{count} {count|position|positions} set",
     "{count} {count|Stand|Stände} gesetzt"},
    // Not well.
    {"size_not_of_catalog", "it has {bytes} bytes; the catalog says {expected}",
     "sie hat {bytes} Bytes; der Katalog sagt {expected}"},
    {"digest_not_of_catalog", "its SHA-256 is {sha256}; the catalog says {expected}",
     "ihre SHA-256 ist {sha256}; der Katalog sagt {expected}"},
    {"size_not_of_manifest", "it has {bytes} bytes; the manifest says {expected}",
     "er hat {bytes} Bytes; das Manifest sagt {expected}"},
    {"digest_not_of_manifest", "its SHA-256 is {sha256}; the manifest says {expected}",
     "seine SHA-256 ist {sha256}; das Manifest sagt {expected}"},
    {"manifest_of_other_backup", "it is the manifest of backup {id}",
     "es ist das Manifest der Sicherung {id}"},
    {"made_by_other_installation", "it was made by installation {installation}",
     "die Installation {installation} hat es gemacht"},
    {"of_other_database", "it is a backup of database {database}",
     "es ist eine Sicherung der Datenbank {database}"},
    {"manifest_of_other_file", "its manifest is that of {file}",
     "sein Manifest ist das von {file}"},
    {"entries_missing", "missing:{names}", "es fehlen:{names}"},
    {"entries_missing_and_unknown", "missing:{names}; unknown:{unknown}",
     "es fehlen:{names}; unbekannt:{unknown}"},
    {"entries_unknown", "unknown to the manifest:{unknown}", "dem Manifest unbekannt:{unknown}"},
    {"worksheet_missing", "the workbook has no worksheet {name}",
     "der Arbeitsmappe fehlt das Tabellenblatt {name}"},
    {"sheets_differ", "{difference}", "die Formate unterscheiden sich: {difference}"},
    {"other_row_count", "came back with {count} {count|row|rows}; the backup has {expected}",
     "kam mit {count} {count|Zeile|Zeilen} zurück; die Sicherung hat {expected}"},
    {"other_values", "came back with other values", "kam mit anderen Werten zurück"},
    {"check_failed", "{item}: {because}", "{item}: {because}"},
};

}  // namespace paliad::codes
