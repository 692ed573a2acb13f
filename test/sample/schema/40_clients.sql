-- Clients, the people one speaks to there, everyone else in a case, and conflicts.

CREATE TABLE paliad.clients (
    id               uuid PRIMARY KEY,
    client_no        integer NOT NULL UNIQUE,
    name             text NOT NULL,
    legal_form       text,
    address          paliad.address NOT NULL,
    billing_address  paliad.address,
    language         text NOT NULL DEFAULT 'de' REFERENCES paliad.ref_languages,
    currency         char(3) NOT NULL DEFAULT 'EUR' REFERENCES paliad.ref_currencies,
    vat_id           text,
    parent_id        uuid REFERENCES paliad.clients,
    partner_id       uuid NOT NULL REFERENCES paliad.users,
    industries       text[] NOT NULL DEFAULT '{}',
    annual_revenue   bigint,
    aml_checked_on   date,
    remark           text,
    preferences      jsonb NOT NULL DEFAULT '{}',
    created_at       timestamptz NOT NULL DEFAULT now(),
    CHECK (parent_id <> id)
);

CREATE TABLE paliad.contacts (
    id               uuid PRIMARY KEY,
    client_id        uuid NOT NULL REFERENCES paliad.clients ON DELETE CASCADE,
    salutation       text,
    first_name       text NOT NULL,
    last_name        text NOT NULL,
    full_name        text NOT NULL GENERATED ALWAYS AS (first_name || ' ' || last_name) STORED,
    position         text,
    telex            text,
    email            paliad.email_address,
    phone            text,
    birthday         date,
    gets_invoices    boolean NOT NULL DEFAULT false,
    created_at       timestamptz NOT NULL DEFAULT now()
);

-- The column went long ago, and left its hole in the table's numbering of columns.
ALTER TABLE paliad.contacts DROP COLUMN telex;

CREATE TABLE paliad.parties (
    id               uuid PRIMARY KEY,
    name             text NOT NULL,
    natural_person   boolean NOT NULL DEFAULT false,
    address          paliad.address,
    representative   text,
    aliases          text[] NOT NULL DEFAULT '{}',
    client_id        uuid REFERENCES paliad.clients ON DELETE SET NULL,
    created_at       timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE paliad.conflict_checks (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    client_id        uuid NOT NULL REFERENCES paliad.clients ON DELETE CASCADE,
    party_id         uuid NOT NULL REFERENCES paliad.parties,
    checked_by       uuid NOT NULL REFERENCES paliad.users,
    checked_at       timestamptz NOT NULL DEFAULT now(),
    conflict         boolean,
    similarity       double precision CHECK (similarity BETWEEN 0 AND 1),
    hits             jsonb NOT NULL DEFAULT '[]',
    reasons          text
);

CREATE INDEX contacts_client_idx        ON paliad.contacts (client_id);
CREATE INDEX conflict_checks_client_idx ON paliad.conflict_checks (client_id);

COMMENT ON TABLE paliad.clients         IS 'Mandanten';
COMMENT ON TABLE paliad.contacts        IS 'People to speak to at a client';
COMMENT ON TABLE paliad.parties         IS 'Everyone who takes part in a case, clients included';
COMMENT ON TABLE paliad.conflict_checks IS 'Checks for conflicts of interest before a matter is taken on';

COMMENT ON COLUMN paliad.clients.client_no         IS 'The number on the file''s spine';
COMMENT ON COLUMN paliad.clients.billing_address   IS 'NULL where invoices go to the address itself';
COMMENT ON COLUMN paliad.clients.parent_id         IS 'The group''s parent company, if it is a client too';
COMMENT ON COLUMN paliad.clients.annual_revenue    IS 'Whole euros';
COMMENT ON COLUMN paliad.clients.aml_checked_on    IS 'Identified under the Geldwäschegesetz';
COMMENT ON COLUMN paliad.clients.remark            IS 'An empty text was looked at, NULL never was';
COMMENT ON COLUMN paliad.parties.representative    IS 'Counsel on the other side';
COMMENT ON COLUMN paliad.parties.client_id         IS 'Set when the party is a client of the firm';
COMMENT ON COLUMN paliad.conflict_checks.conflict  IS 'NULL while the partner has not decided';
COMMENT ON COLUMN paliad.conflict_checks.similarity IS 'Of the nearest name found';
