-- ---------------------------------------------------------------------------------------------------
-- The schedule's slots
-- ---------------------------------------------------------------------------------------------------

CREATE TABLE paliad.backup_slots (
  scheduled_for timestamptz PRIMARY KEY,
  outcome       text NOT NULL CHECK (outcome IN ('noticed', 'claimed', 'done', 'failed', 'missed', 'elsewhere')),
  attempts      int NOT NULL DEFAULT 0,
  detail        text,
  noted_at      timestamptz NOT NULL DEFAULT clock_timestamp()
);

COMMENT ON TABLE paliad.backup_slots IS
  'One row for each time at which the schedule asked for a backup, which keeps it from being made twice; written by paliad_backup alone.';
COMMENT ON COLUMN paliad.backup_slots.scheduled_for IS 'The time; for noticed, when the schedule became what detail says.';
COMMENT ON COLUMN paliad.backup_slots.outcome IS
  'claimed: being made, or tried again soon; done; failed: given up; missed: nobody was there to make it; elsewhere: another server that shares the archive directory has it; noticed: a new schedule.';
COMMENT ON COLUMN paliad.backup_slots.attempts IS 'How often it was tried; paliad.backups has a row for each attempt that began.';
COMMENT ON COLUMN paliad.backup_slots.detail IS 'Why; for noticed, the schedule.';
COMMENT ON COLUMN paliad.backup_slots.noted_at IS 'When this row was written last.';
ALTER TABLE paliad.backup_slots OWNER TO paliad_backup_owner;
