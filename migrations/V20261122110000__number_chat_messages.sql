-- Messages get their place in their room, and the name that their sender gave them. The tables may have been made by the
-- predecessor of this server, whose names for the constraints are not relied on.

ALTER TABLE chat_rooms ADD COLUMN last_seq bigint NOT NULL DEFAULT 0;

DO $$
DECLARE
    name text;
BEGIN
    FOR name IN
        SELECT conname FROM pg_constraint
        JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
        WHERE conrelid = 'chat_messages'::regclass AND contype = 'f' AND attname = 'room_id'
    LOOP
        EXECUTE format('ALTER TABLE chat_messages DROP CONSTRAINT %I', name);
    END LOOP;
END $$;

DELETE FROM chat_messages WHERE NOT EXISTS (SELECT FROM chat_rooms WHERE chat_rooms.id = chat_messages.room_id);
ALTER TABLE chat_messages
    ALTER COLUMN room_id SET NOT NULL,
    ADD CONSTRAINT chat_messages_room_id_fkey FOREIGN KEY (room_id) REFERENCES chat_rooms (id) ON DELETE CASCADE,
    ADD COLUMN seq bigint;
ALTER TABLE chat_messages ADD COLUMN client_message_id text;

UPDATE chat_messages AS message
SET seq = numbered.seq
FROM (SELECT id, row_number() OVER (PARTITION BY room_id ORDER BY created_at, id) AS seq FROM chat_messages) AS numbered
WHERE numbered.id = message.id;

UPDATE chat_rooms AS room
SET last_seq = counted.messages
FROM (SELECT room_id, count(*) AS messages FROM chat_messages GROUP BY room_id) AS counted
WHERE counted.room_id = room.id;

ALTER TABLE chat_messages ALTER COLUMN seq SET NOT NULL;

CREATE UNIQUE INDEX chat_messages_room_seq ON chat_messages (room_id, seq);
CREATE UNIQUE INDEX chat_messages_client_message_id ON chat_messages (room_id, user_id, client_message_id)
    WHERE client_message_id IS NOT NULL;

-- Stores messages in the order of the arrays, and says of each what came of it: 'stored', 'repeated' with the message that was
-- stored before, 'no_room', or 'no_sender'.
--
-- A room's row is locked until the commit, so whoever stores in it sees all numbers given before: no gap, no number twice, and
-- a message can only be seen together with all before it. This needs READ COMMITTED, where each statement of the function sees
-- what was committed when it began; with one snapshot for all, it would not see what it has waited for.
CREATE FUNCTION chat_append(ids uuid[], rooms text[], senders uuid[], contents text[], client_ids text[], times timestamptz[])
    RETURNS TABLE (
        ordinal bigint, outcome text, id uuid, seq bigint, content text, created_at timestamptz, username text, full_name text)
    LANGUAGE plpgsql
    VOLATILE
    -- However few messages there were when the plan was made: each draft is looked up by the indexes.
    SET plan_cache_mode = force_generic_plan
    SET enable_seqscan = off
    SET enable_hashjoin = off
    SET enable_mergejoin = off
AS
$$
#variable_conflict use_column
BEGIN
    -- In one order, so that nobody waits in a circle.
    PERFORM FROM chat_rooms WHERE chat_rooms.id = ANY (rooms) ORDER BY chat_rooms.id FOR NO KEY UPDATE;
    -- Whoever is there now stays until the commit: a user who is deleted meanwhile does not make the rest fail.
    PERFORM FROM users WHERE users.id = ANY (senders) ORDER BY users.id FOR KEY SHARE;

    RETURN QUERY
        WITH draft AS (
            SELECT d.*,
                   room.last_seq,
                   room.id IS NOT NULL AS has_room,
                   coalesce(sender.active, false) AS has_sender,
                   sender.username::text AS username,
                   sender.full_name::text AS full_name,
                   -- Of drafts with one name the first counts; one without a name is alone.
                   CASE
                       WHEN d.client_id IS NULL THEN d.ordinal
                       ELSE min(d.ordinal) OVER (PARTITION BY d.room, d.sender, d.client_id)
                   END AS first
            FROM unnest(ids, rooms, senders, contents, client_ids, times)
                     WITH ORDINALITY AS d (id, room, sender, content, client_id, created_at, ordinal)
                     LEFT JOIN chat_rooms room ON room.id = d.room
                     LEFT JOIN users sender ON sender.id = d.sender),
        known AS (
            SELECT draft.*, old.id AS old_id, old.seq AS old_seq, old.content AS old_content, old.created_at AS old_created_at
            FROM draft
                     LEFT JOIN chat_messages old
                               ON draft.client_id IS NOT NULL
                                   AND old.room_id = draft.room
                                   AND old.user_id = draft.sender
                                   AND old.client_message_id = draft.client_id),
        fresh AS (
            SELECT known.*,
                   known.last_seq + row_number() OVER (PARTITION BY known.room ORDER BY known.ordinal) AS seq
            FROM known
            WHERE known.has_room AND known.has_sender AND known.old_id IS NULL AND known.first = known.ordinal),
        inserted AS (
            INSERT INTO chat_messages (id, room_id, user_id, content, created_at, seq, client_message_id)
                SELECT fresh.id, fresh.room, fresh.sender, fresh.content, fresh.created_at, fresh.seq, fresh.client_id
                FROM fresh
                ORDER BY fresh.ordinal),
        counted AS (
            UPDATE chat_rooms
                SET last_seq = reached.seq
                FROM (SELECT fresh.room, max(fresh.seq) AS seq FROM fresh GROUP BY fresh.room) AS reached
                WHERE chat_rooms.id = reached.room)
        SELECT known.ordinal,
               CASE
                   WHEN NOT known.has_room THEN 'no_room'
                   WHEN NOT known.has_sender THEN 'no_sender'
                   WHEN known.old_id IS NULL AND known.first = known.ordinal THEN 'stored'
                   ELSE 'repeated'
               END,
               coalesce(known.old_id, fresh.id),
               coalesce(known.old_seq, fresh.seq),
               coalesce(known.old_content::text, fresh.content),
               coalesce(known.old_created_at, fresh.created_at),
               known.username,
               known.full_name
        FROM known
                 LEFT JOIN fresh ON fresh.ordinal = known.first
        ORDER BY known.ordinal;
END
$$;
