--- a generated tsvector in the server's german
CREATE TABLE paliad.t (id int PRIMARY KEY, body text, words tsvector GENERATED ALWAYS AS (to_tsvector('german', body)) STORED);
CREATE INDEX ON paliad.t USING gin (words);
CREATE INDEX ON paliad.t USING gin (to_tsvector('english', body));
INSERT INTO paliad.t VALUES (1, 'Die Patente der Kanzleien');
--- a configuration and a dictionary of one's own
CREATE TEXT SEARCH DICTIONARY paliad.no_stop (TEMPLATE = simple, STOPWORDS = german, accept = false);
CREATE TEXT SEARCH CONFIGURATION paliad.akten (COPY = german);
ALTER TEXT SEARCH CONFIGURATION paliad.akten ALTER MAPPING FOR asciiword, word WITH paliad.no_stop, german_stem;
ALTER TEXT SEARCH CONFIGURATION paliad.akten DROP MAPPING FOR email, url;
CREATE TABLE paliad.t (body text, words tsvector GENERATED ALWAYS AS (to_tsvector('paliad.akten', body)) STORED);
CREATE INDEX ON paliad.t USING gin (to_tsvector('paliad.akten'::regconfig, body));
COMMENT ON TEXT SEARCH CONFIGURATION paliad.akten IS 'for files';
COMMENT ON TEXT SEARCH DICTIONARY paliad.no_stop IS 'nothing is stopped';
INSERT INTO paliad.t VALUES ('der Anwalt und die Akte');
--- a configuration without mappings, a template, a parser
CREATE TEXT SEARCH CONFIGURATION kanzlei.bare (PARSER = pg_catalog."default");
CREATE TEXT SEARCH TEMPLATE kanzlei.tmpl (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY kanzlei.by_tmpl (TEMPLATE = kanzlei.tmpl);
CREATE TEXT SEARCH PARSER kanzlei.own (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype, HEADLINE = prsd_headline);
CREATE TEXT SEARCH CONFIGURATION kanzlei.by_parser (PARSER = kanzlei.own);
ALTER TEXT SEARCH CONFIGURATION kanzlei.by_parser ADD MAPPING FOR word WITH kanzlei.by_tmpl;
--- search in a trigger and a function
CREATE TABLE paliad.t (body text, words tsvector);
CREATE TRIGGER fill BEFORE INSERT OR UPDATE ON paliad.t FOR EACH ROW EXECUTE FUNCTION tsvector_update_trigger(words, 'pg_catalog.german', body);
INSERT INTO paliad.t VALUES ('Patente');
