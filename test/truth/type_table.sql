-- Every built-in type with its extreme values, in one or a few tables for each family of types.
SET client_min_messages = warning;
\ir application.sql
\ir types/numbers.sql
\ir types/texts.sql
\ir types/bytes.sql
\ir types/times.sql
\ir types/json.sql
\ir types/composed.sql
\ir types/ranges.sql
\ir types/geometry.sql
\ir types/search.sql
\ir types/network.sql
\ir types/system.sql
\ir types/shapes.sql
CREATE EXTENSION paliad_backup;
