// Why a backup failed (paliad.backups.error_code), or a function (the error field CONSTRAINT NAME
// has the code).
#pragma once

#include "core/codes/sentence.hpp"

namespace paliad::codes {

inline constexpr Sentence failure_texts[] = {
    // Errors of the extension itself.
    {"export_dir_unset", "paliad_backup.export_dir is not set",
     "paliad_backup.export_dir ist nicht gesetzt"},
    {"already_running", "a backup of this database is already running",
     "von dieser Datenbank läuft schon eine Sicherung"},
    {"no_room", "there is no room for a backup", "für eine Sicherung ist kein Platz"},
    {"canceled_by", "canceled by {by}", "abgebrochen von {by}"},
    {"processes_ended", "the server or the backup's processes ended before it was done",
     "der Server oder die Prozesse der Sicherung endeten, bevor sie fertig war"},
    {"session_ended", "the session that made the backup ended before it was done",
     "die Sitzung, die die Sicherung machte, endete, bevor sie fertig war"},
    {"shutdown",
     "the {process} was told to end: the server is shutting down, or an administrator ended it",
     "der Prozess ({process}) sollte enden: der Server fährt herunter, oder ein Administrator hat "
     "ihn "
     "beendet"},
    {"not_recorded", "the backup could not be recorded: {because}",
     "die Sicherung ließ sich nicht verzeichnen: {because}"},
    {"backup_canceled", "the backup was canceled", "die Sicherung wurde abgebrochen"},
    {"worker_ended", "{message}", "ein Prozess der Sicherung endete vorzeitig: {message}"},
    {"no_worker_slot", "no background worker slot is free for the {process}",
     "für den Hintergrundprozess ({process}) ist kein Platz frei"},
    {"changed_meanwhile", "{object} was {change} while the backup ran",
     "{object} wurde während der Sicherung geändert ({change})"},
    {"unknown_schema", "schema \"{schema}\" of paliad_backup.schemas does not exist",
     "das Schema „{schema}“ aus paliad_backup.schemas gibt es nicht"},
    {"role_changed", "role \"{role}\" is not as backups need it",
     "die Rolle „{role}“ ist nicht, wie Sicherungen sie brauchen"},
    {"old_extension",
     "the extension paliad_backup in this database is version {version}: run ALTER EXTENSION "
     "paliad_backup UPDATE",
     "die Erweiterung paliad_backup hat in dieser Datenbank die Version {version}: führen Sie "
     "ALTER "
     "EXTENSION paliad_backup UPDATE aus"},
    {"unknown_backup", "there is no backup {id}", "es gibt keine Sicherung {id}"},
    {"still_running", "backup {id} is still running", "die Sicherung {id} läuft noch"},
    {"no_artifact", "backup {id} failed and has no artifact",
     "die Sicherung {id} ist gescheitert und hat kein Artefakt"},
    {"artifact_removed", "the artifact of backup {id} was removed at {at}",
     "das Artefakt der Sicherung {id} wurde am {at} entfernt"},
    {"artifact_being_removed", "the artifact of backup {id} is being removed",
     "das Artefakt der Sicherung {id} wird gerade entfernt"},
    {"artifact_being_read", "the artifact of backup {id} is being read",
     "das Artefakt der Sicherung {id} wird gerade gelesen"},
    {"artifact_held", "backup {id} is held", "die Sicherung {id} wird festgehalten"},
    {"not_administrator", "only an administrator may use backups",
     "nur Administratoren dürfen Sicherungen benutzen"},
    // Errors of the server or its operating system, by SQLSTATE.
    {"canceled", "{message}", "abgebrochen: {message}"},
    {"server_ending", "{message}", "der Server beendet die Sitzung: {message}"},
    {"disk_full", "{message}", "auf der Platte ist kein Platz mehr: {message}"},
    {"out_of_memory", "{message}", "der Speicher reicht nicht: {message}"},
    {"lock_timeout", "{message}", "eine Sperre war nicht rechtzeitig zu haben: {message}"},
    {"permission_denied", "{message}", "ein Recht fehlt: {message}"},
    {"changed", "{message}", "etwas wurde währenddessen geändert: {message}"},
    {"damaged", "{message}", "beschädigt: {message}"},
    {"file_error", "{message}", "eine Datei ließ sich nicht benutzen: {message}"},
    {"no_resources", "{message}", "dem Server fehlt es an etwas: {message}"},
    {"other", "{message}", "{message}"},
};

}  // namespace paliad::codes
