-- Matters, who and what they are about, the proceedings, and everything with a date.

CREATE TABLE paliad.matters (
    id               uuid PRIMARY KEY,
    docket_no        bigint NOT NULL UNIQUE DEFAULT nextval('paliad.docket_number_seq'),
    reference        text NOT NULL UNIQUE,
    title            text NOT NULL,
    client_id        uuid NOT NULL REFERENCES paliad.clients,
    parent_id        uuid REFERENCES paliad.matters,
    team_id          text NOT NULL REFERENCES paliad.teams,
    lead_id          uuid NOT NULL REFERENCES paliad.users,
    status           paliad.matter_status NOT NULL DEFAULT 'intake',
    areas            paliad.practice_area[] NOT NULL,
    confidential     boolean NOT NULL DEFAULT false,
    value_in_dispute numeric(12,2),
    keywords         text[],
    opened_on        date NOT NULL,
    closed_on        date,
    details          jsonb NOT NULL DEFAULT '{}',
    created_at       timestamptz NOT NULL DEFAULT now(),
    CHECK (closed_on >= opened_on),
    CHECK (parent_id <> id)
);

CREATE TABLE paliad.matter_parties (
    matter_id        uuid NOT NULL REFERENCES paliad.matters ON DELETE CASCADE,
    party_id         uuid NOT NULL REFERENCES paliad.parties,
    role             paliad.party_role NOT NULL,
    our_side         boolean NOT NULL,
    since            date,
    PRIMARY KEY (matter_id, party_id, role)
);

CREATE TABLE paliad.matter_patents (
    matter_id        uuid NOT NULL REFERENCES paliad.matters ON DELETE CASCADE,
    patent_id        uuid NOT NULL REFERENCES paliad.patents,
    asserted_claims  int[],
    PRIMARY KEY (matter_id, patent_id)
);

CREATE TABLE paliad.proceedings (
    id               uuid PRIMARY KEY,
    matter_id        uuid NOT NULL REFERENCES paliad.matters,
    type             text NOT NULL REFERENCES paliad.ref_proceeding_types,
    court            text NOT NULL REFERENCES paliad.ref_courts,
    case_number      text NOT NULL,
    appeal_from      uuid REFERENCES paliad.proceedings,
    language         text NOT NULL DEFAULT 'de' REFERENCES paliad.ref_languages,
    panel            text[],
    pending_during   daterange NOT NULL,
    value_in_dispute numeric(12,2),
    outcome          text
);

CREATE TABLE paliad.proceeding_events (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    proceeding_id    uuid NOT NULL REFERENCES paliad.proceedings ON DELETE CASCADE,
    happened_on      date NOT NULL,
    served_at        timestamptz,
    title            text NOT NULL,
    payload          jsonb,
    recorded_by      uuid REFERENCES paliad.users ON DELETE SET NULL
);

CREATE TABLE paliad.hearings (
    id               uuid PRIMARY KEY,
    proceeding_id    uuid NOT NULL REFERENCES paliad.proceedings ON DELETE CASCADE,
    kind             text NOT NULL CHECK (kind IN ('oral hearing', 'interim conference', 'evidence', 'pronouncement')),
    slot             tstzrange NOT NULL,
    room             text,
    begins_at        time NOT NULL,
    expected_length  interval NOT NULL,
    attendees        text[] NOT NULL DEFAULT '{}',
    remind_minutes   int[] NOT NULL DEFAULT '{1440,60}',
    by_video         boolean NOT NULL DEFAULT false
);

CREATE TABLE paliad.deadlines (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    matter_id        uuid NOT NULL REFERENCES paliad.matters,
    proceeding_id    uuid REFERENCES paliad.proceedings,
    type             text NOT NULL REFERENCES paliad.ref_deadline_types,
    follows          bigint REFERENCES paliad.deadlines,
    starts_on        date NOT NULL,
    due_on           date NOT NULL,
    early_warning    date NOT NULL GENERATED ALWAYS AS (due_on - 7) STORED,
    status           paliad.deadline_status NOT NULL DEFAULT 'open',
    priority         paliad.priority NOT NULL DEFAULT 'normal',
    responsible_id   uuid NOT NULL REFERENCES paliad.users,
    second_eye_id    uuid REFERENCES paliad.users,
    done_at          timestamptz,
    remark           text,
    created_at       timestamptz NOT NULL DEFAULT now(),
    CHECK (due_on >= starts_on)
);

CREATE TABLE paliad.tasks (
    id               uuid PRIMARY KEY,
    matter_id        uuid REFERENCES paliad.matters,
    parent_id        uuid REFERENCES paliad.tasks ON DELETE CASCADE,
    title            text NOT NULL,
    description      text,
    priority         paliad.priority NOT NULL DEFAULT 'normal',
    assignee_id      uuid REFERENCES paliad.users ON DELETE SET NULL,
    labels           text[] NOT NULL DEFAULT '{}',
    effort           interval,
    due_on           date,
    done             boolean NOT NULL DEFAULT false,
    created_at       timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX matters_client_idx               ON paliad.matters (client_id);
CREATE INDEX proceedings_matter_idx           ON paliad.proceedings (matter_id);
CREATE INDEX proceeding_events_proceeding_idx ON paliad.proceeding_events (proceeding_id, happened_on);
CREATE INDEX deadlines_matter_idx             ON paliad.deadlines (matter_id);
CREATE INDEX deadlines_open_idx               ON paliad.deadlines (due_on) WHERE status IN ('open', 'extended');
CREATE INDEX tasks_matter_idx                 ON paliad.tasks (matter_id);

COMMENT ON TABLE paliad.matters           IS 'Akten: what the firm is instructed with';
COMMENT ON TABLE paliad.matter_parties    IS 'Who takes part in a matter, and on which side';
COMMENT ON TABLE paliad.matter_patents    IS 'Patents a matter is about';
COMMENT ON TABLE paliad.proceedings       IS 'Proceedings before a court or an office';
COMMENT ON TABLE paliad.proceeding_events IS 'What happened in a proceeding, in order';
COMMENT ON TABLE paliad.hearings          IS 'Oral hearings and other appointments in court';
COMMENT ON TABLE paliad.deadlines         IS 'The Fristenbuch';
COMMENT ON TABLE paliad.tasks             IS 'Things to do, with or without a matter';

COMMENT ON COLUMN paliad.matters.docket_no           IS 'Running number, never used twice';
COMMENT ON COLUMN paliad.matters.reference           IS 'Our reference on letters';
COMMENT ON COLUMN paliad.matters.parent_id           IS 'The matter this one grew out of';
COMMENT ON COLUMN paliad.matters.confidential        IS 'Only the team, partners and administrators may see it';
COMMENT ON COLUMN paliad.matters.value_in_dispute    IS 'Streitwert in euros';
COMMENT ON COLUMN paliad.proceedings.appeal_from     IS 'The proceeding whose decision is appealed';
COMMENT ON COLUMN paliad.proceedings.pending_during  IS 'Open at the top while the case is pending';
COMMENT ON COLUMN paliad.proceeding_events.served_at IS 'When it was served on us, where that counts';
COMMENT ON COLUMN paliad.hearings.begins_at          IS 'As on the summons: wall-clock time at the court';
COMMENT ON COLUMN paliad.deadlines.follows           IS 'The Frist this one prolongs or replaces';
COMMENT ON COLUMN paliad.deadlines.early_warning     IS 'Vorfrist, a week ahead';
COMMENT ON COLUMN paliad.deadlines.second_eye_id     IS 'Who checked the entry: four eyes';
COMMENT ON COLUMN paliad.tasks.effort                IS 'Estimated, not measured';
