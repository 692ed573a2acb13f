-- Keys, checks and foreign keys of every kind.

CREATE TABLE paliad.rooms (
  id integer, number text, during tstzrange, at daterange, CONSTRAINT rooms_key PRIMARY KEY (id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT one_number UNIQUE (number) INCLUDE (during) DEFERRABLE,
  CONSTRAINT one_at_a_time EXCLUDE USING gist (during WITH &&) WHERE (id > 0),
  CONSTRAINT no_overlap EXCLUDE USING gist (at WITH &&) DEFERRABLE INITIALLY DEFERRED);
INSERT INTO paliad.rooms VALUES (1, 'a', '[2024-01-01,2024-02-01)', '[2024-01-01,2024-02-01)'), (2, 'b', '[2024-02-01,)', 'empty');

CREATE TABLE paliad.bookings (id integer PRIMARY KEY, number text, parent integer, outside integer, b text,
  CONSTRAINT itself FOREIGN KEY (parent) REFERENCES paliad.bookings DEFERRABLE INITIALLY DEFERRED, UNIQUE (id, number));
INSERT INTO paliad.bookings VALUES (1, 'a', 2, 99, 'bad'), (2, 'a', 1, 98, 'good');
CREATE TABLE paliad.booking_lines (booking integer, number text, n integer, b text,
  FOREIGN KEY (booking, number) REFERENCES paliad.bookings (id, number) MATCH FULL ON UPDATE CASCADE ON DELETE SET NULL);
INSERT INTO paliad.booking_lines VALUES (1, 'a', 1, 'x'), (NULL, NULL, 2, NULL);
ALTER TABLE paliad.bookings
  ADD CONSTRAINT never_looked FOREIGN KEY (outside) REFERENCES paliad.bookings NOT VALID,
  ADD CONSTRAINT never_checked CHECK (b <> 'bad') NOT VALID,
  ADD CONSTRAINT with_a_function CHECK (paliad.is_fine('good')),
  ADD CONSTRAINT to_what_is_left_out FOREIGN KEY (outside) REFERENCES paliad.left_out NOT VALID;
ALTER TABLE paliad.bookings CLUSTER ON bookings_pkey;
