-- Nothing stays but the rows.

DROP FUNCTION pg_temp.line_price(bigint, integer);
DROP FUNCTION pg_temp.line_quantity(bigint, integer);
DROP FUNCTION pg_temp.patent_number(bigint);
DROP FUNCTION pg_temp.priority_date(bigint);
DROP FUNCTION pg_temp.matter_patent(bigint);
DROP FUNCTION pg_temp.matter_team(bigint);
DROP FUNCTION pg_temp.matter_client(bigint);
DROP FUNCTION pg_temp.moment(text, bigint, date);
DROP FUNCTION pg_temp.day_of(bigint, bigint, integer);
DROP FUNCTION pg_temp.weekday(text, bigint, integer, integer);
DROP FUNCTION pg_temp.lawyer(text, bigint);
DROP FUNCTION pg_temp.user_id(bigint);
DROP FUNCTION pg_temp.id(text, bigint);
DROP FUNCTION pg_temp.word(text, bigint, text[]);
DROP FUNCTION pg_temp.pick(text, bigint, bigint);
