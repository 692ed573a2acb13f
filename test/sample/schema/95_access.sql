-- Who may see and do what: the application's grants, and the policies on rows.

-- The role of the user who asks; NULL for a request without a user. It reads paliad.users as its
-- owner, so that a policy can use it whatever the caller may read.
CREATE FUNCTION paliad.actor_role()
RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT u.global_role FROM paliad.users AS u WHERE u.id = auth.uid() AND u.active
$$;

COMMENT ON FUNCTION paliad.actor_role() IS 'The global role of the user who asks';

-- Grants -----------------------------------------------------------------------------------------

GRANT USAGE ON SCHEMA auth, paliad TO paliad_app;

REVOKE EXECUTE ON FUNCTION paliad.actor_role() FROM PUBLIC;
GRANT  EXECUTE ON FUNCTION auth.uid(), paliad.actor_role() TO paliad_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES    IN SCHEMA paliad TO paliad_app;
GRANT USAGE                          ON ALL SEQUENCES IN SCHEMA paliad TO paliad_app;

-- Logs and the movements of money are written once.
REVOKE UPDATE, DELETE ON paliad.login_log, paliad.system_audit_log FROM paliad_app;
REVOKE DELETE ON paliad.payments, paliad.trust_transactions, paliad.trust_accounts FROM paliad_app;

-- Reference tables are changed by migrations only.
REVOKE INSERT, UPDATE, DELETE
    ON paliad.ref_countries, paliad.ref_languages, paliad.ref_currencies, paliad.ref_courts,
       paliad.ref_proceeding_types, paliad.ref_deadline_types, paliad.ref_document_kinds,
       paliad.ref_ipc_classes, paliad.ref_vat_rates, paliad.ref_activity_codes,
       paliad.ref_holidays, paliad.ref_office_fees
    FROM paliad_app;

-- Policies ---------------------------------------------------------------------------------------

ALTER TABLE paliad.matters      ENABLE ROW LEVEL SECURITY;
ALTER TABLE paliad.documents    ENABLE ROW LEVEL SECURITY;
ALTER TABLE paliad.notes        ENABLE ROW LEVEL SECURITY;
ALTER TABLE paliad.time_entries ENABLE ROW LEVEL SECURITY;

-- A confidential matter is for its lead, its team, the partners and the administrators.
CREATE POLICY matters_visible ON paliad.matters
    FOR SELECT TO paliad_app
    USING (
        (SELECT paliad.actor_role()) IN ('global_admin', 'partner')
        OR ((SELECT paliad.actor_role()) IS NOT NULL
            AND (NOT confidential
                 OR lead_id = (SELECT auth.uid())
                 OR team_id IN (SELECT t.team_id FROM paliad.team_members AS t WHERE t.user_id = auth.uid())))
    );

CREATE POLICY matters_written ON paliad.matters
    FOR ALL TO paliad_app
    USING (
        (SELECT paliad.actor_role()) IN ('global_admin', 'partner')
        OR ((SELECT paliad.actor_role()) IN ('associate', 'paralegal') AND lead_id = (SELECT auth.uid()))
    );

-- Documents and notes go with their matter.
CREATE POLICY documents_with_matter ON paliad.documents
    FOR ALL TO paliad_app
    USING (EXISTS (SELECT 1 FROM paliad.matters AS m WHERE m.id = matter_id));

CREATE POLICY notes_with_matter ON paliad.notes
    FOR ALL TO paliad_app
    USING (
        (NOT private OR author_id = (SELECT auth.uid()))
        AND EXISTS (SELECT 1 FROM paliad.matters AS m WHERE m.id = matter_id)
    )
    WITH CHECK (author_id = (SELECT auth.uid()));

-- One's own time; that of others for partners and administrators, and for clerks, who write the bills.
CREATE POLICY time_entries_own ON paliad.time_entries
    FOR ALL TO paliad_app
    USING (user_id = (SELECT auth.uid()));

CREATE POLICY time_entries_billing ON paliad.time_entries
    FOR SELECT TO paliad_app
    USING ((SELECT paliad.actor_role()) IN ('global_admin', 'partner', 'clerk'));
