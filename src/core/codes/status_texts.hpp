// What is wrong with the backups (paliad.backup_status.reasons), and what should be looked at (its
// warnings).
#pragma once

#include "core/codes/sentence.hpp"

namespace paliad::codes {

inline constexpr Sentence status_texts[] = {
    {"no_backup", "there is no good backup yet", "es gibt noch keine gute Sicherung"},
    {"all_files_removed", "the files of all good backups have been removed",
     "die Dateien aller guten Sicherungen sind entfernt worden"},
    {"backup_late", "the last good backup is of {last}, and one was due at {due}",
     "die letzte gute Sicherung ist vom {last}, und eine war fällig am {due}"},
    {"backup_old", "the last good backup is of {last}, more than a week old",
     "die letzte gute Sicherung ist vom {last}, mehr als eine Woche alt"},
    {"last_backup_failed", "the last backup failed: {because}",
     "die letzte Sicherung ist gescheitert: {because}"},
    {"drill_failed", "backup {id} could not be restored whole in the last drill, at {at}",
     "Sicherung {id} kam bei der letzten Probe nicht heil zurück, am {at}"},
    {"artifact_damaged", "backup {id} was found damaged at {at}",
     "Sicherung {id} wurde beschädigt gefunden, am {at}"},
    {"backup_row_wrong",
     "the row of backup {id} in paliad.backups can't be right: correct {columns}",
     "die Zeile der Sicherung {id} in paliad.backups kann nicht stimmen: berichtigen Sie "
     "{columns}"},
    {"backup_ahead",
     "backup {id} is dated in the future, {at}: set the clock right, or delete the backup",
     "die Sicherung {id} ist von einer Zeit, die erst kommt, {at}: stellen Sie die Uhr richtig, "
     "oder löschen Sie die Sicherung"},
    {"slot_row_wrong",
     "the row of {slot} ({outcome}) in paliad.backup_slots can't be right: correct its times, or "
     "delete it",
     "die Zeile von {slot} ({outcome}) in paliad.backup_slots kann nicht stimmen: berichtigen Sie "
     "ihre Zeiten, oder löschen Sie sie"},
    {"scheduler_not_loaded",
     "the scheduler is not loaded: shared_preload_libraries lacks paliad_backup",
     "der Zeitplaner ist nicht geladen: in shared_preload_libraries fehlt paliad_backup"},
    {"scheduler_not_running", "the scheduler does not run", "der Zeitplaner läuft nicht"},
    {"schedule_not_followed", "the schedule is not followed: {because}",
     "der Zeitplan wird nicht eingehalten: {because}"},
    {"database_unreachable",
     "no worker could connect to it: the database is missing or allows no connection; the "
     "server's log says more",
     "kein Prozess konnte sich mit ihr verbinden: die Datenbank fehlt oder erlaubt keine "
     "Verbindung; mehr steht im Protokoll des Servers"},
    {"no_schedule_worker",
     "no background worker slot is free; raise max_worker_processes (it needs a restart)",
     "für einen Hintergrundprozess ist kein Platz frei; erhöhen Sie max_worker_processes (mit "
     "Neustart)"},
    {"extension_missing", "the database does not have the extension paliad_backup",
     "in der Datenbank fehlt die Erweiterung paliad_backup"},
    {"unknown_database", "paliad_backup.databases names a database that does not exist: {name}",
     "paliad_backup.databases nennt eine Datenbank, die es nicht gibt: {name}"},
    {"disk_nearly_full", "the disk is nearly full: {free_bytes} bytes are free",
     "die Platte ist fast voll: {free_bytes} Bytes sind frei"},
    {"artifacts_missing", "missing from the export directory: {count} {count|artifact|artifacts}",
     "im Exportverzeichnis {count|fehlt|fehlen} {count} {count|Artefakt|Artefakte}"},
    {"artifacts_unknown",
     "not in the catalog, see paliad_backup_orphans(): {count} {count|artifact|artifacts}",
     "nicht im Katalog, siehe paliad_backup_orphans(): {count} {count|Artefakt|Artefakte}"},
    {"directory_unusable", "the export directory can't be used: {because}",
     "das Exportverzeichnis ist nicht benutzbar: {because}"},
    {"artifacts_of_other",
     "another installation ({installation}) made {count} {count|artifact|artifacts} of the "
     "catalog, "
     "which no retention removes: call paliad_backup_take_over() if it is gone for good",
     "eine andere Installation ({installation}) hat {count} {count|Artefakt|Artefakte} des "
     "Katalogs "
     "gemacht, die keine Aufbewahrungsregel entfernt: rufen Sie paliad_backup_take_over() auf, "
     "wenn "
     "es sie nicht mehr gibt"},
    {"schema_open",
     "others may create functions in schema {schema}, where those of paliad_backup are: {roles}",
     "andere dürfen Funktionen im Schema {schema} anlegen, in dem die von paliad_backup liegen: "
     "{roles}"},
};

}  // namespace paliad::codes
