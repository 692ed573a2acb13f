-- The firm's own people: offices, users, teams, and what is logged of them.

CREATE TABLE paliad.offices (
    id               text PRIMARY KEY,
    name             text NOT NULL,
    address          paliad.address NOT NULL,
    phone            text NOT NULL,
    opens_at         time NOT NULL DEFAULT '08:30',
    closes_at        time NOT NULL DEFAULT '18:00',
    time_zone        text NOT NULL DEFAULT 'Europe/Berlin',
    managing_partner uuid
);

CREATE TABLE paliad.users (
    id               uuid PRIMARY KEY,
    email            text NOT NULL UNIQUE,
    display_name     text NOT NULL,
    global_role      text NOT NULL
                     CHECK (global_role IN ('global_admin', 'partner', 'associate', 'paralegal', 'clerk')),
    initials         text NOT NULL UNIQUE,
    title            text,
    office_id        text NOT NULL REFERENCES paliad.offices,
    supervisor_id    uuid REFERENCES paliad.users ON DELETE SET NULL,
    admissions       text[] NOT NULL DEFAULT '{}',
    languages        text[] NOT NULL DEFAULT '{de}',
    hourly_rate      paliad.amount,
    weekly_hours     numeric(4,1) NOT NULL DEFAULT 40,
    joined_on        date NOT NULL,
    left_on          date,
    active           boolean NOT NULL GENERATED ALWAYS AS (left_on IS NULL) STORED,
    settings         jsonb NOT NULL DEFAULT '{}',
    created_at       timestamptz NOT NULL DEFAULT now(),
    CHECK (left_on >= joined_on)
);

-- Offices and users point at each other: either side can be written first.
ALTER TABLE paliad.offices
    ADD CONSTRAINT offices_managing_partner_fkey
    FOREIGN KEY (managing_partner) REFERENCES paliad.users DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE paliad.teams (
    id               text PRIMARY KEY,
    name             text NOT NULL,
    office_id        text NOT NULL REFERENCES paliad.offices,
    lead_id          uuid NOT NULL REFERENCES paliad.users,
    areas            paliad.practice_area[] NOT NULL
);

CREATE TABLE paliad.team_members (
    team_id          text NOT NULL REFERENCES paliad.teams ON DELETE CASCADE,
    user_id          uuid NOT NULL REFERENCES paliad.users ON DELETE CASCADE,
    share            paliad.percentage NOT NULL DEFAULT 100,
    member_during    daterange NOT NULL,
    PRIMARY KEY (team_id, user_id)
);

CREATE TABLE paliad.login_log (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id          uuid REFERENCES paliad.users ON DELETE SET NULL,
    login_email      text NOT NULL,
    address          inet NOT NULL,
    user_agent       text,
    succeeded        boolean NOT NULL,
    session_length   interval,
    at               timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE paliad.system_audit_log (
    id               uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    event_type       text NOT NULL,
    actor_id         uuid REFERENCES paliad.users ON DELETE SET NULL,
    actor_email      text,
    metadata         jsonb NOT NULL DEFAULT '{}',
    created_at       timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX login_log_user_idx             ON paliad.login_log (user_id, at);
CREATE INDEX system_audit_log_created_idx   ON paliad.system_audit_log (created_at);
CREATE INDEX system_audit_log_event_idx     ON paliad.system_audit_log (event_type);

COMMENT ON TABLE paliad.offices          IS 'The firm''s offices';
COMMENT ON TABLE paliad.users            IS 'The people of the firm who work with Paliad';
COMMENT ON TABLE paliad.teams            IS 'Teams that handle matters';
COMMENT ON TABLE paliad.team_members     IS 'Who belongs to which team, with what share of the time';
COMMENT ON TABLE paliad.login_log        IS 'Every sign-in, and every attempt at one';
COMMENT ON TABLE paliad.system_audit_log IS 'What the system did, and on whose behalf';

COMMENT ON COLUMN paliad.offices.opens_at         IS 'Wall-clock time in the office''s own zone';
COMMENT ON COLUMN paliad.users.global_role        IS 'What the user may do across all matters';
COMMENT ON COLUMN paliad.users.initials           IS 'Diktatzeichen';
COMMENT ON COLUMN paliad.users.admissions         IS 'Before which offices and courts the user may act';
COMMENT ON COLUMN paliad.users.hourly_rate        IS 'Euro, net; NULL for staff whose time is not billed';
COMMENT ON COLUMN paliad.users.active             IS 'Follows left_on';
COMMENT ON COLUMN paliad.users.settings           IS 'Preferences of the user interface';
COMMENT ON COLUMN paliad.login_log.login_email    IS 'As typed, hence not always a known user';
COMMENT ON COLUMN paliad.login_log.session_length IS 'NULL while the session lasts, or when there was none';
COMMENT ON COLUMN paliad.system_audit_log.actor_email IS 'Kept when the user is deleted';
