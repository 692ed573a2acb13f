// Why retention keeps or removes an artifact.
#pragma once

#include "core/codes/sentence.hpp"

namespace paliad::codes {

inline constexpr Sentence retention_texts[] = {
    {"old", "{days} {days|day|days} old", "{days} {days|Tag|Tage} alt"},
    {"old_hours", "less than a day old", "weniger als einen Tag alt"},
    {"last_good", "the last good backup", "die letzte gute Sicherung"},
    {"newest", "one of the newest {keep}", "eine der neuesten {keep}"},
    {"young", "younger than {days} {days|day|days}", "jünger als {days} {days|Tag|Tage}"},
    {"daily", "the day's backup for {day}", "die Sicherung des Tages {day}"},
    {"weekly", "the week's backup for the week of {monday}",
     "die Sicherung der Woche vom {monday}"},
    {"monthly", "the month's backup for {month}", "die Sicherung des Monats {month}"},
    {"file_missing", "its file is missing: there is nothing to remove",
     "die Datei fehlt: es gibt nichts zu entfernen"},
    {"held", "held", "festgehalten"},
    {"being_read", "being read", "wird gerade gelesen"},
    {"began_in_future", "it began in the future", "begann in der Zukunft"},
    {"row_wrong", "its row in paliad.backups can't be right: correct {columns}",
     "die Zeile in paliad.backups kann nicht stimmen: berichtigen Sie {columns}"},
    {"made_by_other", "another installation made it: {installation}",
     "eine andere Installation hat sie gemacht: {installation}"},
};

}  // namespace paliad::codes
