// The README's texts, one set for each language: all that a translator needs.
//
// The markup: a line that begins with "# " is a heading, one with "- " begins a list item, one with
// four blanks is copied as it is, an empty line ends a paragraph; all other text is broken into
// lines of the page's width. Words in braces are replaced by values of the bundle.
#pragma once

#include "core/codes/codes.hpp"

#include <string_view>

namespace paliad::bundle {

struct ReadmeTexts {
  codes::Language language;
  const char* time_format;  // for strftime
  char thousands;
  std::string_view title;
  std::string_view note;
  std::string_view on_demand;
  std::string_view scheduled;
  std::string_view facts;
  std::string_view what;
  std::string_view how_to_open;
  std::string_view files;
  std::string_view large_objects;  // an item for `files`, where there are large objects
  std::string_view left_out;
  std::string_view nothing_left_out;
  std::string_view columns_left_out;
  std::string_view warnings;
  std::string_view no_warnings;
  std::string_view how_to_check;
  std::string_view how_to_restore;
  std::string_view not_carried;
  std::string_view settings;
  std::string_view confidentiality;
  std::string_view more;  // after a list that was cut
};

inline constexpr ReadmeTexts german_texts = {
    codes::Language::german,
    "%d.%m.%Y, %H:%M:%S Uhr UTC",
    '.',
    "Datensicherung einer Datenbank",
    R"text(VERTRAULICH: Diese Sicherung enthält Mandantendaten; siehe Abschnitt 8.

The English text follows below.)text",
    "auf Anforderung von {requested_by}",
    "nach Zeitplan ({requested_by})",
    R"text(- Datenbank: {database}
- Zeitpunkt: {time} (Weltzeit; in Deutschland eine Stunde später, in der Sommerzeit zwei)
- Anlass: {reason}
- Tabellen: {sheets}
- Zeilen: {rows}
- Kennung: {id}
- Erstellt mit: paliad_backup {extension_version}, PostgreSQL {server_version})text",
    R"text(# 1. Was das ist

Dies ist eine Abschrift der Datenbank, alle Tabellen auf demselben Stand. Man kann sie ohne das
Programm lesen, aus dem sie stammt, und ohne dessen Hersteller.)text",
    R"text(# 2. Wie man sie öffnet

Entpacken Sie zuerst die ganze ZIP-Datei in einen Ordner. Öffnen Sie dann die Arbeitsmappe
{workbook} mit Excel oder LibreOffice. Das erste Blatt ist die Übersicht; ein Klick auf einen Namen
führt zu der Tabelle. Ist eine Tabelle länger, als Excel es zulässt, geht sie auf einem weiteren
Blatt weiter, das eine Nummer im Namen trägt.

Lesen Sie in der Arbeitsmappe, nicht in den CSV-Dateien:

- CSV und JSON geben jeden Wert genau so wieder, wie er gespeichert ist. Ein Tabellenprogramm kann
einen Wert, der mit = beginnt (auch mit +, - oder @), für eine Formel halten und ausführen. In der
Arbeitsmappe ist keine Zelle eine Formel.

- Nach einem Doppelklick auf eine CSV-Datei stellt Excel Umlaute oft falsch dar und verändert Zahlen
und Datumsangaben. Wenn es doch eine CSV-Datei sein soll: in Excel mit "Daten", "Aus Text/CSV"
einlesen, mit dem Dateiursprung "65001: Unicode (UTF-8)" und dem Trennzeichen Komma; in LibreOffice
beim Öffnen den Zeichensatz "Unicode (UTF-8)" und das Trennzeichen Komma wählen.)text",
    R"text(# 3. Was die Dateien sind

- {workbook}: alles zum Lesen, ein Blatt je Tabelle.

- csv/: eine Datei je Tabelle, mit den Spaltennamen in der ersten Zeile. Ein leeres Feld heißt "kein
Wert"; "" ist ein leerer Text.

- json/: dieselben Tabellen für Programme, eine Zeile je Datensatz.

{large_objects}- restore.sql, schema.sql, statements.json: damit bringt man alles in eine Datenbank zurück
(Abschnitt 7).

- manifest.json: das Verzeichnis für Programme und Fachleute: Tabellen, Spalten und ihre Typen,
Zeilenzahlen, Prüfsummen, alles Ausgelassene und alle Hinweise.

- README.txt: dieser Text.

Namen, die mit ref__ beginnen, sind Nachschlagetabellen. Zeitpunkte mit Zeitzone stehen überall in
Weltzeit (UTC).)text",
    R"text(- large_objects/: eine Datei je Large Object der Datenbank, Byte für Byte, mit der Nummer (OID) als
Namen, ohne Endung. Tabellen verweisen mit dieser Nummer darauf. War es ein PDF oder ein Bild, so
öffnet man eine Kopie mit der passenden Endung.)text",
    R"text(# 4. Was nicht enthalten ist

Diese Tabellen der Datenbank fehlen, mit dem Grund.)text",
    R"text(# 4. Was nicht enthalten ist

Keine Tabelle wurde ausgelassen.)text",
    "In diesen Tabellen fehlen Spalten, weil eine Regel sie ausnimmt:",
    R"text(# 5. Hinweise

Eine Excel-Zelle kann nicht jeden Wert fassen. Was hier steht, ist in der Arbeitsmappe gekürzt, als
Text geschrieben oder sonst zu beachten; CSV und JSON enthalten die Werte genau. Die Zahl in
Klammern sagt, wie oft es vorkommt.)text",
    R"text(# 5. Hinweise

Es gibt keine.)text",
    R"text(# 6. Wie man prüft, ob alles unversehrt ist

Zu jeder Datei mit Daten nennt manifest.json eine Prüfsumme ("sha256"). Diese Befehle, in dem
entpackten Ordner eingegeben, berechnen sie neu; stimmen beide überein, ist die Datei unverändert
(Groß- und Kleinschreibung ist gleichgültig).

Windows (PowerShell):

    Get-FileHash -Algorithm SHA256 {workbook}, *.sql,
        statements.json, csv\*, json\*{windows_large_objects}

macOS:

    shasum -a 256 {workbook} *.sql statements.json csv/* json/*{all_large_objects}

Linux:

    sha256sum {workbook} *.sql statements.json csv/* json/*{all_large_objects}

Wo das Programm jq vorhanden ist, vergleicht dies alles auf einmal; keine Meldung heißt, dass alles
stimmt:

    jq -r '.workbook, .scripts[], .sheets[].files[], .large_objects[].file |
           .sha256 + "  " + .name' manifest.json | sha256sum -c --quiet)text",
    R"text(# 7. Wie man die Daten zurückspielt

Das ist eine Aufgabe für jemanden, der PostgreSQL kennt. In dem entpackten Ordner, mit einer leeren
Datenbank (hier "neu"):

    createdb --encoding=UTF8 --template=template0 neu
    psql -X -d neu -f restore.sql

Das legt alles wieder an: die Tabellen mit ihren Zeilen, Schlüsseln und Indizes, dazu Funktionen,
Sichten, Trigger, Policies, Eigentümer, Rechte und Kommentare. Geht dabei etwas schief, so sagt psql,
was, und die Datenbank bleibt leer. schema.sql legt nur die Tabellen an, ohne Daten.

Es kann sein, dass Zeilen schon in der gesicherten Datenbank eine Bedingung verletzten. Dann bricht
psql ab und nennt die Bedingung. Mit diesem Befehl kommen auch solche Zeilen zurück; die Bedingung
gilt dann nur für neue Zeilen (NOT VALID), oder sie fehlt, wo PostgreSQL das nicht zulässt; psql
nennt sie:

    psql -X -v broken=keep -d neu -f restore.sql

Ein Server mit der Erweiterung paliad_backup kann es auch selbst, aus der ZIP-Datei und mit
statements.json, wenn sein Katalog diese Sicherung kennt und von all dem noch nichts da ist. Mit
einer Sicherung von paliad.users und paliad.system_audit_log geht das nicht, denn ohne diese Tabellen
gibt es die Erweiterung nicht:

    SELECT * FROM paliad_backup_restore(
        '{id}', NULL);

Die Rollen der Datenbank (Benutzer und Gruppen) sind nicht in der Sicherung. Legen Sie sie vorher an:
Was eine fehlende Rolle betrifft, übergeht psql und nennt die Rolle.)text",
    "Dies kommt nicht zurück oder nicht so, wie es war:",
    "Die Werte wurden unter diesen Einstellungen geschrieben:",
    R"text(# 8. Vertraulichkeit

Diese Sicherung enthält Daten von Mandanten und unterliegt der beruflichen Verschwiegenheit (§ 203
StGB, § 39a PAO). Bewahren Sie sie nur verschlüsselt auf, geben Sie sie nur an Personen weiter, die
zur Verschwiegenheit verpflichtet sind, und löschen Sie Kopien, die niemand mehr braucht, auch
den entpackten Ordner.)text",
    "Weitere: {count}. In manifest.json stehen alle.",
};

inline constexpr ReadmeTexts english_texts = {
    codes::Language::english,
    "%Y-%m-%d, %H:%M:%S UTC",
    ',',
    "Backup of a database",
    "CONFIDENTIAL: this backup contains client data; see section 8.",
    "requested by {requested_by}",
    "on schedule ({requested_by})",
    R"text(- Database: {database}
- Time: {time} (universal time; in Germany one hour later, two in summer)
- Occasion: {reason}
- Tables: {sheets}
- Rows: {rows}
- Identifier: {id}
- Made with: paliad_backup {extension_version}, PostgreSQL {server_version})text",
    R"text(# 1. What this is

This is a copy of the database, all tables as of the same instant. It can be read without the
program it comes from, and without that program's makers.)text",
    R"text(# 2. How to open it

First unpack the whole zip file into a folder. Then open the workbook {workbook} with Excel or
LibreOffice. Its first sheet is the overview; a click on a name leads to that table. A table longer
than Excel allows goes on in another sheet, which has a number in its name.

Read in the workbook, not in the CSV files:

- CSV and JSON give every value exactly as it is stored. A spreadsheet program may take a value that
begins with = (or with +, - or @) for a formula, and run it. In the workbook no cell is a formula.

- After a double click on a CSV file Excel often shows umlauts wrongly and alters numbers and dates.
If it has to be a CSV file: in Excel, import it with "Data", "From Text/CSV", the file origin
"65001: Unicode (UTF-8)" and the comma as delimiter; in LibreOffice, choose the character set
"Unicode (UTF-8)" and the comma as separator when it opens.)text",
    R"text(# 3. What the files are

- {workbook}: everything, for reading; one sheet for each table.

- csv/: one file for each table, with the names of the columns in its first line. An empty field
means "no value"; "" is an empty text.

- json/: the same tables for programs, one line for each row.

{large_objects}- restore.sql, schema.sql, statements.json: bring everything back into a database (section 7).

- manifest.json: the inventory for programs and specialists: tables, columns and their types, row
counts, checksums, all that was left out, and all warnings.

- README.txt: this text.

Names that begin with ref__ are look-up tables. Times with a time zone are in universal time (UTC)
everywhere.)text",
    R"text(- large_objects/: one file for each large object of the database, byte for byte, with its number
(OID) as its name, without an ending. Tables refer to it by that number. If it was a PDF or an image,
open a copy with the right ending.)text",
    R"text(# 4. What is not in it

These tables of the database are missing, for the reasons given.)text",
    R"text(# 4. What is not in it

No table was left out.)text",
    "In these tables columns are missing, because a rule leaves them out:",
    R"text(# 5. Warnings

An Excel cell can't hold every value. What is listed here was shortened in the workbook, written as
text, or needs attention otherwise; CSV and JSON hold the values exactly. The number in brackets says
how often it occurs.)text",
    R"text(# 5. Warnings

There are none.)text",
    R"text(# 6. How to check that it is intact

For each file with data manifest.json gives a checksum ("sha256"). These commands, entered in the
unpacked folder, compute it anew; where both agree the file is unchanged (upper or lower case makes
no difference).

Windows (PowerShell):

    Get-FileHash -Algorithm SHA256 {workbook}, *.sql,
        statements.json, csv\*, json\*{windows_large_objects}

macOS:

    shasum -a 256 {workbook} *.sql statements.json csv/* json/*{all_large_objects}

Linux:

    sha256sum {workbook} *.sql statements.json csv/* json/*{all_large_objects}

Where the program jq is at hand, this compares everything at once; no message means that all is well:

    jq -r '.workbook, .scripts[], .sheets[].files[], .large_objects[].file |
           .sha256 + "  " + .name' manifest.json | sha256sum -c --quiet)text",
    R"text(# 7. How to bring the data back

This is a task for somebody who knows PostgreSQL. In the unpacked folder, with an empty database
(here "fresh"):

    createdb --encoding=UTF8 --template=template0 fresh
    psql -X -d fresh -f restore.sql

This makes all of it anew: the tables with their rows, keys and indexes, and functions, views,
triggers, policies, owners, rights and comments. Where something goes wrong psql says what, and the
database stays empty. schema.sql makes the tables alone, without rows.

Rows may have broken a constraint in the database that was backed up. Then psql stops, and names the
constraint. With this command such rows come back as well; the constraint then holds for new rows
only (NOT VALID), or is missing where PostgreSQL doesn't allow that; psql names it:

    psql -X -v broken=keep -d fresh -f restore.sql

A server with the extension paliad_backup can do it, too, from the zip file and with
statements.json, where its catalog knows this backup and none of it is there yet. That can't be
with a backup of paliad.users and paliad.system_audit_log, for without these tables there is no
such extension:

    SELECT * FROM paliad_backup_restore(
        '{id}', NULL);

The roles of the database (users and groups) are not in the backup. Make them first: psql passes over
what concerns a role that is missing, and names the role.)text",
    "A restore does not bring back the following, or brings it back changed:",
    "The values were written under these settings:",
    R"text(# 8. Confidentiality

This backup contains data of clients and is subject to professional secrecy (section 203 of the
German Criminal Code, StGB; section 39a of the Patent Attorneys Act, PAO). Keep it encrypted only,
hand it only to persons bound to secrecy, and delete copies that are no longer needed, the unpacked
folder too.)text",
    "Further entries: {count}. manifest.json lists them all.",
};

}  // namespace paliad::bundle
