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

ALTER TABLE paliad.backup_slots OWNER TO paliad_backup_owner;
