-- Paliadin, the assistant: what people asked it is nobody's business, a backup's least of all.

CREATE TABLE paliad.paliadin_aichat_conversation (
    id               uuid PRIMARY KEY,
    user_id          uuid NOT NULL REFERENCES paliad.users ON DELETE CASCADE,
    matter_id        uuid REFERENCES paliad.matters ON DELETE SET NULL,
    title            text NOT NULL,
    model_settings   jsonb NOT NULL DEFAULT '{}',
    created_at       timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE paliad.paliadin_turns (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    conversation_id  uuid NOT NULL REFERENCES paliad.paliadin_aichat_conversation ON DELETE CASCADE,
    turn_no          integer NOT NULL,
    speaker          text NOT NULL CHECK (speaker IN ('user', 'assistant')),
    content          text NOT NULL,
    token_count      integer,
    created_at       timestamptz NOT NULL DEFAULT now(),
    UNIQUE (conversation_id, turn_no)
);

COMMENT ON TABLE paliad.paliadin_aichat_conversation IS 'Conversations with Paliadin, the assistant';
COMMENT ON TABLE paliad.paliadin_turns               IS 'What was said in a conversation';
