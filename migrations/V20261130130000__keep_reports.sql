-- Reports of messages, with a copy of what was reported.
CREATE TABLE chat_reports (
    id uuid PRIMARY KEY,
    room_id varchar(100) NOT NULL REFERENCES chat_rooms (id) ON DELETE CASCADE,
    message_id uuid NOT NULL,
    seq bigint NOT NULL,
    -- NULL if the author was deleted
    author_id uuid REFERENCES users (id) ON DELETE SET NULL,
    sender_name varchar(100),
    content text NOT NULL,
    sent_at timestamptz NOT NULL,
    edited_at timestamptz,
    mentions uuid[] NOT NULL,
    reply_to uuid,
    -- The rows of the files that were attached, in their order.
    files jsonb NOT NULL,
    reason text NOT NULL,
    reported_by uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    -- What was decided: dismiss, delete, mute or ban; NULL while the report is open
    action text,
    note text,
    resolved_by uuid REFERENCES users (id) ON DELETE SET NULL,
    resolved_at timestamptz,
    UNIQUE (message_id, reported_by)
);

CREATE INDEX chat_reports_created_at_idx ON chat_reports (created_at, id);
CREATE INDEX chat_reports_open_idx ON chat_reports (created_at, id) WHERE action IS NULL;
CREATE INDEX chat_reports_room_id_idx ON chat_reports (room_id, created_at, id);
CREATE INDEX chat_reports_reported_by_idx ON chat_reports (reported_by);
CREATE INDEX chat_reports_author_id_idx ON chat_reports (author_id) WHERE author_id IS NOT NULL;
CREATE INDEX chat_reports_resolved_by_idx ON chat_reports (resolved_by) WHERE resolved_by IS NOT NULL;
