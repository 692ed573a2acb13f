-- Rights: patent families, patents, applications, claims, prior art, trade marks, annual fees.

CREATE TABLE paliad.patent_families (
    id               uuid PRIMARY KEY,
    family_no        text NOT NULL UNIQUE,
    title            text NOT NULL,
    client_id        uuid NOT NULL REFERENCES paliad.clients,
    priority_date    date NOT NULL,
    inventors        text[] NOT NULL,
    portfolio_value  paliad.amount,
    attributes       jsonb NOT NULL DEFAULT '{}'
);

CREATE TABLE paliad.patents (
    id               uuid PRIMARY KEY,
    number           paliad.patent_number NOT NULL UNIQUE,
    family_id        uuid NOT NULL REFERENCES paliad.patent_families,
    title_de         text NOT NULL,
    title_en         text,
    country_code     paliad.country_code REFERENCES paliad.ref_countries,
    ipc              text NOT NULL REFERENCES paliad.ref_ipc_classes,
    status           paliad.right_status NOT NULL,
    filed_on         date NOT NULL,
    granted_on       date,
    expires_on       date NOT NULL GENERATED ALWAYS AS ((filed_on + interval '20 years')::date) STORED,
    validated_in     text[] NOT NULL DEFAULT '{}',
    unitary_effect   boolean NOT NULL DEFAULT false,
    opted_out        boolean,
    CHECK (granted_on > filed_on)
);

CREATE TABLE paliad.applications (
    id               uuid PRIMARY KEY,
    number           text NOT NULL UNIQUE,
    family_id        uuid NOT NULL REFERENCES paliad.patent_families,
    patent_id        uuid REFERENCES paliad.patents,
    parent_id        uuid REFERENCES paliad.applications,
    office           text NOT NULL CHECK (office IN ('DPMA', 'EPA', 'WIPO', 'USPTO')),
    filed_on         date NOT NULL,
    filed_at         timestamp,
    published_on     date,
    examiner         text,
    page_count       smallint NOT NULL,
    cited_classes    text[]
);

CREATE TABLE paliad.patent_claims (
    patent_id        uuid NOT NULL REFERENCES paliad.patents ON DELETE CASCADE,
    claim_no         integer NOT NULL CHECK (claim_no > 0),
    depends_on       integer,
    wording          text NOT NULL,
    features         jsonb NOT NULL DEFAULT '[]',
    independent      boolean NOT NULL GENERATED ALWAYS AS (depends_on IS NULL) STORED,
    PRIMARY KEY (patent_id, claim_no),
    FOREIGN KEY (patent_id, depends_on) REFERENCES paliad.patent_claims (patent_id, claim_no),
    CHECK (depends_on < claim_no)
);

CREATE TABLE paliad.prior_art (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    patent_id        uuid NOT NULL REFERENCES paliad.patents ON DELETE CASCADE,
    exhibit          text NOT NULL,
    citation         text NOT NULL,
    published_on     date,
    category         char(1) NOT NULL CHECK (category IN ('X', 'Y', 'A', 'P', 'E')),
    against_claims   int[] NOT NULL DEFAULT '{}',
    relevance        double precision,
    comment          text
);

CREATE TABLE paliad.trademarks (
    id               uuid PRIMARY KEY,
    register_no      text NOT NULL UNIQUE,
    client_id        uuid NOT NULL REFERENCES paliad.clients,
    sign             text NOT NULL,
    office           text NOT NULL CHECK (office IN ('DPMA', 'EUIPO', 'WIPO')),
    nice_classes     int[] NOT NULL,
    status           paliad.right_status NOT NULL,
    protected_during daterange NOT NULL,
    picture          bytea
);

CREATE TABLE paliad.annuities (
    patent_id        uuid NOT NULL REFERENCES paliad.patents ON DELETE CASCADE,
    patent_year      smallint NOT NULL CHECK (patent_year BETWEEN 3 AND 20),
    due_on           date NOT NULL,
    grace_until      date NOT NULL GENERATED ALWAYS AS ((due_on + interval '6 months')::date) STORED,
    amount           paliad.amount NOT NULL,
    surcharge        paliad.amount NOT NULL DEFAULT 0,
    total            numeric(12,2) GENERATED ALWAYS AS (amount + surcharge) STORED,
    paid_on          date,
    instructed_by    text,
    PRIMARY KEY (patent_id, patent_year)
);

CREATE INDEX patents_family_idx      ON paliad.patents (family_id);
CREATE INDEX applications_family_idx ON paliad.applications (family_id);
CREATE INDEX prior_art_patent_idx    ON paliad.prior_art (patent_id);

COMMENT ON TABLE paliad.patent_families IS 'Patents and applications with one priority';
COMMENT ON TABLE paliad.patents         IS 'Granted patents, the firm''s clients'' and those attacked';
COMMENT ON TABLE paliad.applications    IS 'Applications, with their divisionals';
COMMENT ON TABLE paliad.patent_claims   IS 'Claims as granted';
COMMENT ON TABLE paliad.prior_art       IS 'Entgegenhaltungen: what is held against a patent';
COMMENT ON TABLE paliad.trademarks      IS 'Trade marks the firm looks after';
COMMENT ON TABLE paliad.annuities       IS 'Annual fees, due and paid';

COMMENT ON COLUMN paliad.patent_families.attributes   IS 'Whatever the client''s own register knows of the family';
COMMENT ON COLUMN paliad.patents.number               IS 'With its blanks, as printed: EP 3 123 456 B1';
COMMENT ON COLUMN paliad.patents.country_code         IS 'NULL for a European patent as such';
COMMENT ON COLUMN paliad.patents.expires_on           IS 'Twenty years from filing, certificates left aside';
COMMENT ON COLUMN paliad.patents.opted_out            IS 'Out of the UPC''s competence; NULL if it never was within it';
COMMENT ON COLUMN paliad.applications.parent_id       IS 'The application this one was divided from';
COMMENT ON COLUMN paliad.applications.filed_at        IS 'The office''s own clock, without a zone';
COMMENT ON COLUMN paliad.patent_claims.features       IS 'Merkmalsgliederung';
COMMENT ON COLUMN paliad.prior_art.exhibit            IS 'D1, D2, ... in the order of the written statement';
COMMENT ON COLUMN paliad.prior_art.relevance          IS 'The search tool''s score; NaN where it gave up';
COMMENT ON COLUMN paliad.trademarks.picture           IS 'The sign as an image, if it has one';
