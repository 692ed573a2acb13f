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
ALTER TABLE paliad.backup_sheet_rules OWNER TO paliad_backup_owner;
