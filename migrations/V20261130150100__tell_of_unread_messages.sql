-- Who is connected to the chat. A row is written when the first connection of a user to a node opens and when the last one closes, by that node,
-- for many users at a time; not while they are connected. A node tells that it runs in chat_nodes, so that connections to one that has crashed
-- end with it.
CREATE TABLE chat_nodes (
    node_id uuid PRIMARY KEY,
    heard_at timestamptz NOT NULL
);

CREATE TABLE chat_presence (
    user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    -- Those to which the user is connected.
    nodes uuid[] NOT NULL,
    -- Counts the connections that began, and so numbers the absences.
    absence bigint NOT NULL,
    -- NULL if the user was never connected
    seen_at timestamptz,
    -- Since when the absence is to be looked at, because something may be unread; NULL if it is not.
    noted_at timestamptz
) WITH (fillfactor = 70);

CREATE INDEX chat_presence_noted_at_idx ON chat_presence (noted_at) WHERE noted_at IS NOT NULL;

-- New messages of direct rooms, and new mentions, until somebody has noted the absences of whom they concern. So a message costs no write for
-- each receiver, and whoever looks for news reads no room that has none.
CREATE TABLE chat_news (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room_id varchar(100) NOT NULL,
    seq bigint NOT NULL,
    -- NULL for all members
    user_id uuid
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);

-- What users were told of by mail.
CREATE TABLE chat_notices (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    room_id varchar(100) NOT NULL REFERENCES chat_rooms (id) ON DELETE CASCADE,
    -- The absence for which a mail was queued last; NULL if there was nothing to tell when it was to be sent.
    queued_absence bigint,
    -- The absence in which a mail was sent last.
    told_absence bigint,
    -- The last message that a mail told of, or counted.
    told_seq bigint NOT NULL,
    PRIMARY KEY (user_id, room_id)
);

CREATE INDEX chat_notices_room_id_idx ON chat_notices (room_id);

-- The rooms in which messages mention a user: one look into the index for each.
CREATE FUNCTION chat_rooms_mentioned_in(reader uuid) RETURNS SETOF text
    LANGUAGE sql
    STABLE
AS
$$
    WITH RECURSIVE found (room_id) AS (
        (SELECT chat_mentions.room_id::text FROM chat_mentions WHERE chat_mentions.user_id = reader ORDER BY chat_mentions.room_id LIMIT 1)
        UNION ALL
        SELECT (SELECT chat_mentions.room_id::text FROM chat_mentions
                WHERE chat_mentions.user_id = reader AND chat_mentions.room_id > found.room_id
                ORDER BY chat_mentions.room_id LIMIT 1)
        FROM found
        WHERE found.room_id IS NOT NULL)
    SELECT room_id FROM found WHERE room_id IS NOT NULL
$$;

CREATE FUNCTION chat_note_direct_message() RETURNS trigger
    LANGUAGE plpgsql
    SECURITY DEFINER
AS
$$
BEGIN
    INSERT INTO chat_news (room_id, seq) VALUES (NEW.id, OLD.last_seq + 1);
    RETURN NULL;
END
$$;

-- Messages of other rooms cost a comparison.
CREATE TRIGGER chat_rooms_note_direct_message AFTER UPDATE OF last_seq ON chat_rooms
    FOR EACH ROW WHEN (NEW.kind = 'direct' AND NEW.last_seq > OLD.last_seq)
    EXECUTE FUNCTION chat_note_direct_message();

CREATE FUNCTION chat_note_mentions() RETURNS trigger
    LANGUAGE plpgsql
    SECURITY DEFINER
AS
$$
BEGIN
    INSERT INTO chat_news (room_id, seq, user_id)
    SELECT named.room_id, named.seq, named.user_id FROM named WHERE NOT named.by_user;
    RETURN NULL;
END
$$;

CREATE TRIGGER chat_mentions_note AFTER INSERT ON chat_mentions REFERENCING NEW TABLE AS named
    FOR EACH STATEMENT EXECUTE FUNCTION chat_note_mentions();

-- Whatever the schemas are of whoever uses them.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION chat_note_direct_message() SET search_path = %I, pg_temp', current_schema());
    EXECUTE format('ALTER FUNCTION chat_note_mentions() SET search_path = %I, pg_temp', current_schema());
END $$;
