-- Some tables may not be changed without saying why.

-- The application says why with set_config('paliad.audit_reason', ..., true), for one transaction.
CREATE FUNCTION paliad.require_audit_reason()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF coalesce(current_setting('paliad.audit_reason', true), '') = '' THEN
        RAISE EXCEPTION '% on %.% needs a reason', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
            USING HINT = 'Give one with set_config(''paliad.audit_reason'', ''...'', true) in the same transaction.';
    END IF;

    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION paliad.require_audit_reason() IS 'Refuses a change that comes without a reason';

CREATE TRIGGER deadlines_audit_reason
    BEFORE UPDATE OR DELETE ON paliad.deadlines
    FOR EACH ROW EXECUTE FUNCTION paliad.require_audit_reason();

CREATE TRIGGER invoices_audit_reason
    BEFORE UPDATE OR DELETE ON paliad.invoices
    FOR EACH ROW EXECUTE FUNCTION paliad.require_audit_reason();

CREATE TRIGGER trust_transactions_audit_reason
    BEFORE UPDATE OR DELETE ON paliad.trust_transactions
    FOR EACH ROW EXECUTE FUNCTION paliad.require_audit_reason();
