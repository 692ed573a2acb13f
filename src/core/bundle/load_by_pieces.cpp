#include "core/bundle/load_by_pieces.hpp"

#include "core/base/quoted.hpp"

namespace paliad::bundle {

namespace {

// A piece is as many whole rows as it has. Each of them becomes a composite value's text, so that
// it goes through the types' own input functions. Regular expressions take 256 MiB at most.
constexpr const char* load_csv = R"sql(
CREATE PROCEDURE pg_temp.paliad_load_csv(source oid, file text)
LANGUAGE plpgsql AS $$
DECLARE
  first CONSTANT int := 1048576;
  most CONSTANT int := 268000000;
  size int := first;
  at bigint := 0;
  piece bytea;
  bytes int;
  whole text;
  taken int;
BEGIN
  LOOP
    piece := lo_get(source, at, size);
    bytes := length(piece);
    EXIT WHEN bytes = 0;
    -- Without the last character where it has several bytes, for it may be cut.
    WHILE bytes > 0 AND get_byte(piece, bytes - 1) & 192 = 128 LOOP
      bytes := bytes - 1;
    END LOOP;
    IF bytes > 0 AND get_byte(piece, bytes - 1) > 127 THEN
      bytes := bytes - 1;
    END IF;
    -- Behind a row that is longer than a piece come no others.
    whole := substring(convert_from(substr(piece, 1, bytes), 'UTF8'),
                       CASE WHEN size = first THEN '^(?:[^"]|"[^"]*")*\n' ELSE '^(?:[^"\n]|"[^"]*")*\n' END);
    IF whole IS NULL THEN
      IF length(piece) < size THEN
        RAISE bad_copy_file_format USING MESSAGE = format('the last row of %s is cut off', file);
      ELSIF size = most THEN
        RAISE program_limit_exceeded USING
          MESSAGE = format('a row of %s is too long for this psql: more than %s bytes', file, most),
          HINT = 'Run restore.sql with psql 18 or later, or restore in the server: '
                 'SELECT paliad_backup_restore(id, NULL).';
      END IF;
      size := least(2 * size::bigint, most);
      CONTINUE;
    END IF;
    INSERT INTO pg_temp.paliad_load
      SELECT (fields).* FROM (
        SELECT ('(' || string_agg(CASE left(field, 1) WHEN '' THEN ''
                                  WHEN '"' THEN replace(field, '\', '\\')
                                  ELSE '"' || replace(field, '\', '\\') || '"' END,
                                  ',' ORDER BY n) || ')')::pg_temp.paliad_load AS fields
          FROM (SELECT part[1] AS field, n,
                       count(*) FILTER (WHERE part[2] = E'\n') OVER (ORDER BY n)
                         - (part[2] = E'\n')::int AS row
                  FROM regexp_matches(whole, '("(?:[^"]|"")*"|[^",\n]*)(,|\n)', 'g')
                         WITH ORDINALITY AS m (part, n)) AS parts
         WHERE row > 0 OR at > 0 GROUP BY row ORDER BY row OFFSET 0) AS rows;
    taken := length(convert_to(whole, 'UTF8'));
    -- A database in another encoding may have no place for a character of the file.
    IF convert_to(whole, 'UTF8') <> substr(piece, 1, taken) THEN
      RAISE untranslatable_character USING
        MESSAGE = format('%s has characters that this database''s encoding changes', file),
        HINT = 'Restore into a database of the encoding UTF8.';
    END IF;
    at := at + taken;
    size := first;
  END LOOP;
  PERFORM lo_unlink(source);
END $$;
)sql";

}  // namespace

std::string prepare_load_by_pieces() {
  return std::string("\n-- Rows with a line that psql before version 18 takes for their end\n\n"
                     "SELECT :VERSION_NUM >= 180000 AS copies_all \\gset") +
         load_csv;
}

std::string load_by_pieces(const std::string& file, const std::string& copy) {
  const std::string name = quoted(file, '\'');
  return "\\if :copies_all\n" + copy + "\\else\n\\lo_import " + name +
         "\nCALL pg_temp.paliad_load_csv(:LASTOID, " + name + ");\n\\endif\n";
}

}  // namespace paliad::bundle
