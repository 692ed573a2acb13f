-- Schemas, the application's role, who is asking, and the types the tables share.

DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = 'paliad_app') THEN
        CREATE ROLE paliad_app NOLOGIN;
    END IF;
END
$$;

CREATE SCHEMA auth;
CREATE SCHEMA paliad;

COMMENT ON SCHEMA auth   IS 'Who is asking: the claims of the request''s token';
COMMENT ON SCHEMA paliad IS 'Paliad, the practice management of a patent law firm';

-- The single claim goes before the whole set; an empty setting counts as none.
CREATE FUNCTION auth.uid()
RETURNS uuid
LANGUAGE sql STABLE
AS $$
    SELECT coalesce(
        nullif(current_setting('request.jwt.claim.sub', true), ''),
        nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
    )::uuid
$$;

COMMENT ON FUNCTION auth.uid() IS 'The user named by the token of this request, or NULL';

-- Enumerations -----------------------------------------------------------------------------------

CREATE TYPE paliad.matter_status   AS ENUM ('intake', 'active', 'dormant', 'settled', 'closed');
CREATE TYPE paliad.practice_area   AS ENUM ('infringement', 'nullity', 'opposition', 'prosecution',
                                            'licensing', 'employee_inventions', 'trademarks');
CREATE TYPE paliad.party_role      AS ENUM ('claimant', 'defendant', 'intervener', 'patentee',
                                            'opponent', 'licensee', 'third_party');
CREATE TYPE paliad.right_status    AS ENUM ('pending', 'granted', 'opposed', 'revoked', 'lapsed', 'expired');
CREATE TYPE paliad.deadline_status AS ENUM ('open', 'extended', 'done', 'missed', 'cancelled');
CREATE TYPE paliad.priority        AS ENUM ('low', 'normal', 'high', 'Notfrist');
CREATE TYPE paliad.channel         AS ENUM ('beA', 'CMS', 'e-mail', 'post', 'fax', 'courier', 'telephone');
CREATE TYPE paliad.direction       AS ENUM ('in', 'out', 'internal');
CREATE TYPE paliad.fee_model       AS ENUM ('RVG', 'hourly', 'fixed', 'capped', 'success');
CREATE TYPE paliad.invoice_status  AS ENUM ('draft', 'sent', 'paid', 'overdue', 'cancelled');

-- Domains ----------------------------------------------------------------------------------------

CREATE DOMAIN paliad.country_code  AS text
    CONSTRAINT country_code_two_letters CHECK (VALUE ~ '^[A-Z]{2}$');
CREATE DOMAIN paliad.email_address AS text
    CONSTRAINT email_address_has_at CHECK (VALUE ~ '^[^@[:space:]]+@[^@[:space:]]+$');
CREATE DOMAIN paliad.patent_number AS text
    CONSTRAINT patent_number_shape CHECK (VALUE ~ '^(EP|DE|WO|US) [0-9 /,]+( [A-Z][0-9])?$');
CREATE DOMAIN paliad.amount        AS numeric(12,2)
    CONSTRAINT amount_not_negative CHECK (VALUE >= 0);
CREATE DOMAIN paliad.percentage    AS numeric(5,2)
    CONSTRAINT percentage_in_range CHECK (VALUE BETWEEN 0 AND 100);

-- A composite type and a counter -----------------------------------------------------------------

CREATE TYPE paliad.address AS (
    street       text,
    postal_code  text,
    city         text,
    country_code text
);

COMMENT ON TYPE paliad.address IS 'A postal address; the postal code is text, for it may begin with 0';

CREATE SEQUENCE paliad.docket_number_seq;

COMMENT ON SEQUENCE paliad.docket_number_seq IS 'Running number of the firm''s file register';
