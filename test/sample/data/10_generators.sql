-- Where the rows come from: everything is a function of a seed text and a running number. These
-- functions live in the session's temporary schema; the last file of the load drops them.

-- A number from 0 to size - 1.
CREATE FUNCTION pg_temp.pick(seed text, n bigint, size bigint)
RETURNS integer LANGUAGE sql IMMUTABLE
AS $$ SELECT ((hashtextextended(seed || '/' || n::text, 2026) & 9223372036854775807) % size)::integer $$;

-- One of the words.
CREATE FUNCTION pg_temp.word(seed text, n bigint, words text[])
RETURNS text LANGUAGE sql IMMUTABLE
AS $$ SELECT words[1 + pg_temp.pick(seed, n, cardinality(words))] $$;

-- The key of the n-th row of a table.
CREATE FUNCTION pg_temp.id(seed text, n bigint)
RETURNS uuid LANGUAGE sql IMMUTABLE
AS $$ SELECT md5(seed || '/' || n::text)::uuid $$;

-- The n-th user: keys one can remember.
CREATE FUNCTION pg_temp.user_id(n bigint)
RETURNS uuid LANGUAGE sql IMMUTABLE
AS $$ SELECT ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid $$;

-- One of the lawyers: users 3 to 17.
CREATE FUNCTION pg_temp.lawyer(seed text, n bigint)
RETURNS uuid LANGUAGE sql IMMUTABLE
AS $$ SELECT pg_temp.user_id(3 + pg_temp.pick(seed, n, 15)) $$;

-- Any weekday of the given number of weeks, counted from a Monday before or after New Year 2026.
CREATE FUNCTION pg_temp.weekday(seed text, n bigint, first_week integer, weeks integer)
RETURNS date LANGUAGE sql IMMUTABLE
AS $$
    SELECT date '2025-12-29' + 7 * (first_week + pg_temp.pick(seed || ' week', n, weeks))
                             + pg_temp.pick(seed || ' weekday', n, 5)
$$;

-- The day of the n-th of a total of things that came in evenly until the end of 2025.
CREATE FUNCTION pg_temp.day_of(n bigint, total bigint, days integer)
RETURNS date LANGUAGE sql IMMUTABLE
AS $$ SELECT date '2026-01-01' - days + ((n - 1) * days / total)::integer $$;

-- A moment of that day, in office hours and at a whole second.
CREATE FUNCTION pg_temp.moment(seed text, n bigint, day date)
RETURNS timestamptz LANGUAGE sql IMMUTABLE
AS $$ SELECT timezone('UTC', day + time '07:00' + interval '1 second' * pg_temp.pick(seed, n, 39600)) $$;

-- What several tables must agree on ---------------------------------------------------------------

-- The client of the n-th matter; a few clients have far more matters than the others.
CREATE FUNCTION pg_temp.matter_client(n bigint)
RETURNS integer LANGUAGE sql IMMUTABLE
AS $$
    SELECT 1 + CASE WHEN n % 4 = 0 THEN pg_temp.pick('matter, large client', n, 12)
                                   ELSE pg_temp.pick('matter, client', n, 120) END
$$;

-- The team of the n-th matter, as a number from 1 to 6.
CREATE FUNCTION pg_temp.matter_team(n bigint)
RETURNS integer LANGUAGE sql IMMUTABLE
AS $$ SELECT 1 + pg_temp.pick('matter, team', n, 6) $$;

-- The patent of the n-th matter: a European one where the EPO or the UPC is to decide on it.
CREATE FUNCTION pg_temp.matter_patent(n bigint)
RETURNS integer LANGUAGE sql IMMUTABLE
AS $$
    SELECT 1 + CASE WHEN n % 5 IN (0, 2)
                    THEN 3 * pg_temp.pick('matter, patent', n, 133) + pg_temp.pick('matter, patent 2', n, 2)
                    ELSE pg_temp.pick('matter, patent', n, 400) END
$$;

-- The priority of the n-th family; its patents are filed 360 days later.
CREATE FUNCTION pg_temp.priority_date(n bigint)
RETURNS date LANGUAGE sql IMMUTABLE
AS $$ SELECT CASE WHEN n = 3 THEN date '2018-10-09' ELSE date '2007-01-01' + (n * 31 % 3650)::integer END $$;

-- The number of the n-th patent, as printed: every third is German, the others are European.
CREATE FUNCTION pg_temp.patent_number(n bigint)
RETURNS text LANGUAGE sql IMMUTABLE
AS $$
    SELECT CASE WHEN n = 1     THEN 'EP 3 123 456 B1'
                WHEN n = 3     THEN 'DE 10 2019 123 456 B4'
                WHEN n % 3 = 0 THEN 'DE 10 ' || extract(year FROM pg_temp.priority_date(1 + (n - 1) % 200) + 360)::text || ' '
                                    || to_char(100000 + n * 1733 % 800000, 'FM000" "000') || ' B4'
                               ELSE 'EP ' || to_char(2400000 + n * 4243, 'FM0" "000" "000') || ' B1' END
$$;

-- A line of the n-th invoice: hours in quarters, and the price of one.
CREATE FUNCTION pg_temp.line_quantity(n bigint, line integer)
RETURNS numeric LANGUAGE sql IMMUTABLE
AS $$ SELECT (1 + pg_temp.pick('invoice line, quantity', n * 10 + line, 80)) * 0.25 $$;

CREATE FUNCTION pg_temp.line_price(n bigint, line integer)
RETURNS numeric LANGUAGE sql IMMUTABLE
AS $$ SELECT (ARRAY[185.00, 260.00, 290.00, 345.50, 390.00, 480.00])[1 + pg_temp.pick('invoice line, price', n * 10 + line, 6)] $$;
