-- Reference tables: what the practice looks up and hardly ever changes.

CREATE TABLE paliad.ref_countries (
    code         paliad.country_code PRIMARY KEY,
    name_de      text    NOT NULL,
    name_en      text    NOT NULL,
    epc_state    boolean NOT NULL DEFAULT false,
    upc_state    boolean NOT NULL DEFAULT false,
    dialing_code text    NOT NULL
);

CREATE TABLE paliad.ref_languages (
    code         text PRIMARY KEY,
    name_de      text    NOT NULL,
    name_own     text    NOT NULL,
    epo_official boolean NOT NULL DEFAULT false
);

CREATE TABLE paliad.ref_currencies (
    code         char(3)  PRIMARY KEY,
    name_de      text     NOT NULL,
    symbol       text,
    minor_digits smallint NOT NULL DEFAULT 2
);

CREATE TABLE paliad.ref_courts (
    code         text PRIMARY KEY,
    name         text NOT NULL,
    city         text NOT NULL,
    country_code paliad.country_code NOT NULL REFERENCES paliad.ref_countries,
    instance     smallint NOT NULL CHECK (instance BETWEEN 1 AND 3),
    appeal_court text REFERENCES paliad.ref_courts,
    languages    text[] NOT NULL,
    latitude     double precision,
    longitude    double precision
);

CREATE TABLE paliad.ref_proceeding_types (
    code         text PRIMARY KEY,
    name_de      text NOT NULL,
    name_en      text NOT NULL,
    area         paliad.practice_area NOT NULL,
    legal_basis  text
);

CREATE TABLE paliad.ref_deadline_types (
    code         text PRIMARY KEY,
    name_de      text     NOT NULL,
    name_en      text     NOT NULL,
    term         interval NOT NULL,
    extendable   boolean  NOT NULL,
    legal_basis  text,
    warn_days    int[]    NOT NULL DEFAULT '{14,7,1}'
);

CREATE TABLE paliad.ref_document_kinds (
    code         text PRIMARY KEY,
    name_de      text     NOT NULL,
    name_en      text     NOT NULL,
    retention    interval NOT NULL DEFAULT '6 years'
);

CREATE TABLE paliad.ref_ipc_classes (
    symbol       text PRIMARY KEY,
    parent       text REFERENCES paliad.ref_ipc_classes,
    title        text NOT NULL
);

CREATE TABLE paliad.ref_vat_rates (
    country_code paliad.country_code NOT NULL REFERENCES paliad.ref_countries,
    valid_during daterange           NOT NULL,
    rate         paliad.percentage   NOT NULL,
    remark       text,
    PRIMARY KEY (country_code, valid_during)
);

CREATE TABLE paliad.ref_activity_codes (
    code         text PRIMARY KEY,
    name_de      text    NOT NULL,
    name_en      text    NOT NULL,
    billable     boolean NOT NULL DEFAULT true
);

CREATE TABLE paliad.ref_holidays (
    region       text NOT NULL,
    day          date NOT NULL,
    name         text NOT NULL,
    PRIMARY KEY (region, day)
);

CREATE TABLE paliad.ref_office_fees (
    office       text NOT NULL CHECK (office IN ('DPMA', 'EPA', 'UPC', 'BPatG')),
    fee_code     text NOT NULL,
    title        text NOT NULL,
    amount       paliad.amount NOT NULL,
    currency     char(3) NOT NULL DEFAULT 'EUR' REFERENCES paliad.ref_currencies,
    annuity_year smallint,
    PRIMARY KEY (office, fee_code)
);

COMMENT ON TABLE paliad.ref_countries        IS 'Countries, with their membership of EPC and UPC';
COMMENT ON TABLE paliad.ref_languages        IS 'Languages of proceedings and of clients';
COMMENT ON TABLE paliad.ref_currencies       IS 'Currencies of invoices and outlays';
COMMENT ON TABLE paliad.ref_courts           IS 'Courts, divisions and offices that hear a case';
COMMENT ON TABLE paliad.ref_proceeding_types IS 'Kinds of proceedings';
COMMENT ON TABLE paliad.ref_deadline_types   IS 'Kinds of Fristen, with their usual term';
COMMENT ON TABLE paliad.ref_document_kinds   IS 'Kinds of documents, with how long they are kept';
COMMENT ON TABLE paliad.ref_ipc_classes      IS 'Extract of the International Patent Classification';
COMMENT ON TABLE paliad.ref_vat_rates        IS 'Standard rates of value added tax, by country and time';
COMMENT ON TABLE paliad.ref_activity_codes   IS 'What time is spent on';
COMMENT ON TABLE paliad.ref_holidays         IS 'Public holidays that move the end of a Frist';
COMMENT ON TABLE paliad.ref_office_fees      IS 'Official fees; simplified, not a tariff to rely on';

COMMENT ON COLUMN paliad.ref_countries.dialing_code     IS 'With its plus sign, so text';
COMMENT ON COLUMN paliad.ref_courts.appeal_court        IS 'Where an appeal goes; NULL at the top';
COMMENT ON COLUMN paliad.ref_courts.languages           IS 'Languages one may plead in';
COMMENT ON COLUMN paliad.ref_deadline_types.term        IS 'Counted from the event that starts the Frist';
COMMENT ON COLUMN paliad.ref_deadline_types.warn_days   IS 'Vorfristen: days before the end';
COMMENT ON COLUMN paliad.ref_document_kinds.retention   IS 'From the end of the matter';
COMMENT ON COLUMN paliad.ref_vat_rates.valid_during     IS 'Open at the top while the rate is in force';
COMMENT ON COLUMN paliad.ref_holidays.region            IS 'DE for all of Germany, else the Land or the office';
COMMENT ON COLUMN paliad.ref_office_fees.annuity_year   IS 'Set for annual fees only';
