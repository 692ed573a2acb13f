// What a reader of a bundle should know about it, about a sheet or about a column.
#pragma once

#include "core/codes/sentence.hpp"

namespace paliad::codes {

inline constexpr Sentence warning_texts[] = {
    {"digits", "numbers with more than 15 digits or beyond Excel's range are text in the workbook",
     "Zahlen mit mehr als 15 Stellen oder jenseits von Excels Bereich stehen in der Arbeitsmappe "
     "als Text"},
    {"not_finite", "NaN and infinity are text in the workbook",
     "NaN und unendlich stehen in der Arbeitsmappe als Text"},
    {"early_date", "dates before 1900-03-01 are text in the workbook",
     "Daten vor dem 1. März 1900 stehen in der Arbeitsmappe als Text"},
    {"far_date", "dates after 9999-12-31 are text in the workbook",
     "Daten nach dem 31. Dezember 9999 stehen in der Arbeitsmappe als Text"},
    {"fraction", "times finer than a millisecond are text in the workbook",
     "Zeiten, die feiner als eine Millisekunde sind, stehen in der Arbeitsmappe als Text"},
    {"cut", "values over 32,767 characters are cut in the workbook; CSV and JSON are whole",
     "Werte mit mehr als 32.767 Zeichen sind in der Arbeitsmappe gekürzt; in CSV und JSON stehen "
     "sie ganz"},
    {"continued", "more rows than a worksheet holds: continued on the next worksheet",
     "mehr Zeilen, als ein Tabellenblatt fasst: sie gehen auf dem nächsten weiter"},
    {"no_sheets", "schema \"{schema}\" has no table in the backup",
     "aus dem Schema „{schema}“ ist keine Tabelle in der Sicherung"},
    {"uncommitted",
     "the calling transaction had written before the backup: what it wrote is in the bundle, "
     "committed or not",
     "die aufrufende Transaktion hatte vor der Sicherung geschrieben: was sie schrieb, ist in der "
     "Sicherung, ob bestätigt oder nicht"},
    {"no_audit",
     "the audit log did not accept this backup's entry; the backup continues without it: {problem}",
     "das Audit-Protokoll nahm den Eintrag dieser Sicherung nicht an; sie geht ohne ihn weiter: "
     "{problem}"},
    {"not_linked", "paliad.backups could not be linked to the app's tables: {problem}",
     "paliad.backups ließ sich nicht mit den Tabellen der Anwendung verbinden: {problem}"},
    {"column_left_out", "it is left out: {because}", "ausgelassen: {because}"},
    {"foreign_cast",
     "its type's cast to json was made by a role that is no superuser, and was not called: the "
     "JSON file has the value's text",
     "die Umwandlung des Typs in json stammt von einer Rolle, die kein Superuser ist, und wurde "
     "nicht aufgerufen: in der JSON-Datei steht der Text des Werts"},
    {"unordered",
     "no column can be sorted: the rows are in the order in which the table stores them",
     "keine Spalte lässt sich ordnen: die Zeilen stehen in der Reihenfolge ihres Platzes in der "
     "Tabelle"},
};

}  // namespace paliad::codes
