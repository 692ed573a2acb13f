-- The file itself: documents and their versions, letters and messages, notes.

CREATE TABLE paliad.documents (
    id               uuid PRIMARY KEY,
    matter_id        uuid NOT NULL REFERENCES paliad.matters,
    kind             text NOT NULL REFERENCES paliad.ref_document_kinds,
    title            text NOT NULL,
    file_name        text NOT NULL,
    language         text NOT NULL DEFAULT 'de' REFERENCES paliad.ref_languages,
    author_id        uuid REFERENCES paliad.users ON DELETE SET NULL,
    dated_on         date,
    pages            integer NOT NULL,
    ocr_confidence   double precision,
    privileged       boolean NOT NULL DEFAULT true,
    tags             text[] NOT NULL DEFAULT '{}',
    properties       jsonb NOT NULL DEFAULT '{}',
    created_at       timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE paliad.document_versions (
    document_id      uuid NOT NULL REFERENCES paliad.documents ON DELETE CASCADE,
    version          smallint NOT NULL CHECK (version > 0),
    byte_count       bigint NOT NULL,
    kibibytes        numeric(12,2) GENERATED ALWAYS AS (round(byte_count / 1024.0, 2)) STORED,
    sha256           bytea NOT NULL CHECK (octet_length(sha256) = 32),
    change_note      text,
    saved_by         uuid REFERENCES paliad.users ON DELETE SET NULL,
    saved_at         timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (document_id, version)
);

CREATE TABLE paliad.correspondence (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    matter_id        uuid NOT NULL REFERENCES paliad.matters,
    in_reply_to      bigint REFERENCES paliad.correspondence,
    direction        paliad.direction NOT NULL,
    channels         paliad.channel[] NOT NULL,
    message_no       bigint,
    counterpart      text NOT NULL,
    subject          text NOT NULL,
    body             text,
    postmark         timestamp,
    sent_at          timestamptz NOT NULL,
    receipt          bytea
);

CREATE TABLE paliad.notes (
    id               uuid PRIMARY KEY,
    matter_id        uuid NOT NULL REFERENCES paliad.matters,
    author_id        uuid NOT NULL REFERENCES paliad.users,
    body             text NOT NULL,
    private          boolean NOT NULL DEFAULT false,
    pinned           boolean NOT NULL DEFAULT false,
    mentions         uuid[] NOT NULL DEFAULT '{}',
    external_ref     text,
    created_at       timestamptz NOT NULL DEFAULT now(),
    edited_at        timestamptz
);

CREATE INDEX documents_matter_idx      ON paliad.documents (matter_id);
CREATE INDEX correspondence_matter_idx ON paliad.correspondence (matter_id);
CREATE INDEX notes_matter_idx          ON paliad.notes (matter_id);

COMMENT ON TABLE paliad.documents         IS 'Documents of a matter; the files lie in the document store';
COMMENT ON TABLE paliad.document_versions IS 'Every saved version of a document';
COMMENT ON TABLE paliad.correspondence    IS 'Letters, messages and calls, in and out';
COMMENT ON TABLE paliad.notes             IS 'Aktenvermerke';

COMMENT ON COLUMN paliad.documents.author_id          IS 'NULL for what others wrote';
COMMENT ON COLUMN paliad.documents.ocr_confidence     IS 'Between 0 and 1; NaN for a scan nothing could be read from';
COMMENT ON COLUMN paliad.documents.privileged         IS 'Covered by professional secrecy';
COMMENT ON COLUMN paliad.document_versions.sha256     IS 'Of the file in the document store';
COMMENT ON COLUMN paliad.correspondence.message_no    IS 'Number of the beA message: too large for a double';
COMMENT ON COLUMN paliad.correspondence.postmark      IS 'As printed on the envelope, without a zone';
COMMENT ON COLUMN paliad.correspondence.receipt       IS 'Elektronisches Empfangsbekenntnis, signed';
COMMENT ON COLUMN paliad.notes.private                IS 'For the author''s eyes only';
COMMENT ON COLUMN paliad.notes.external_ref           IS 'An empty text differs from NULL here, too';
