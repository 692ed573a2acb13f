-- ---------------------------------------------------------------------------------------------------
-- Rules
-- ---------------------------------------------------------------------------------------------------

CREATE TABLE paliad.backup_sheet_rules (
  relation     text PRIMARY KEY,
  kind         text CHECK (kind IN ('entity', 'ref')),
  excluded     boolean NOT NULL DEFAULT false,
  sort_order   int,
  omit_columns text[] NOT NULL DEFAULT '{}',
  note         text
);

COMMENT ON TABLE paliad.backup_sheet_rules IS
  'What an admin changes about the sheets of a backup, one row for a table; paliad_backup_sheets() shows the effect.';
COMMENT ON COLUMN paliad.backup_sheet_rules.relation IS 'The table as schema.table, quoted where SQL needs it.';
COMMENT ON COLUMN paliad.backup_sheet_rules.kind IS 'entity or ref; NULL leaves it to the name (ref_... is ref).';
COMMENT ON COLUMN paliad.backup_sheet_rules.excluded IS 'true leaves the table out; the bundle says so, with the note.';
COMMENT ON COLUMN paliad.backup_sheet_rules.sort_order IS 'Sheets with a number come first, in its order.';
COMMENT ON COLUMN paliad.backup_sheet_rules.omit_columns IS 'Columns to leave out; none of the primary key.';
COMMENT ON COLUMN paliad.backup_sheet_rules.note IS 'Why; stands in the bundle with a table that is left out.';
