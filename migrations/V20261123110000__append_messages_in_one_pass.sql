-- Stores messages in one pass over them: the function before compared each of a batch with each other, which cost more than storing.
--
-- In the order of the arrays, and says of each what came of it: 'stored', 'repeated' with the message that was stored before,
-- 'no_room', or 'no_sender'. No two of a batch may have the same room, sender and name.
--
-- A room's row is locked until the commit, so whoever stores in it sees all numbers given before: no gap, no number twice, and
-- a message can only be seen together with all before it. This needs READ COMMITTED, where each statement of the function sees
-- what was committed when it began; with one snapshot for all, it would not see what it has waited for.
CREATE OR REPLACE FUNCTION chat_append(ids uuid[], rooms text[], senders uuid[], contents text[], client_ids text[], times timestamptz[])
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
        WITH known AS (
            SELECT d.*,
                   room.last_seq,
                   sender.username,
                   sender.full_name,
                   old.id AS old_id,
                   old.seq AS old_seq,
                   old.content AS old_content,
                   old.created_at AS old_created_at,
                   CASE
                       WHEN room.id IS NULL THEN 'no_room'
                       WHEN NOT coalesce(sender.active, false) THEN 'no_sender'
                       WHEN old.id IS NULL THEN 'stored'
                       ELSE 'repeated'
                   END AS outcome
            FROM unnest(ids, rooms, senders, contents, client_ids, times)
                     WITH ORDINALITY AS d (id, room, sender, content, client_id, created_at, ordinal)
                     LEFT JOIN chat_rooms room ON room.id = d.room
                     LEFT JOIN users sender ON sender.id = d.sender
                     LEFT JOIN chat_messages old
                               ON d.client_id IS NOT NULL
                                   AND old.room_id = d.room
                                   AND old.user_id = d.sender
                                   AND old.client_message_id = d.client_id),
        numbered AS (
            SELECT known.*,
                   known.last_seq
                       + count(*) FILTER (WHERE known.outcome = 'stored')
                           OVER (PARTITION BY known.room ORDER BY known.ordinal ROWS UNBOUNDED PRECEDING) AS seq
            FROM known),
        inserted AS (
            INSERT INTO chat_messages (id, room_id, user_id, content, created_at, seq, client_message_id)
                SELECT numbered.id,
                       numbered.room,
                       numbered.sender,
                       numbered.content,
                       numbered.created_at,
                       numbered.seq,
                       numbered.client_id
                FROM numbered
                WHERE numbered.outcome = 'stored'
                ORDER BY numbered.ordinal),
        counted AS (
            UPDATE chat_rooms
                SET last_seq = reached.seq
                FROM (SELECT numbered.room, max(numbered.seq) AS seq
                      FROM numbered
                      WHERE numbered.outcome = 'stored'
                      GROUP BY numbered.room) AS reached
                WHERE chat_rooms.id = reached.room)
        SELECT numbered.ordinal,
               numbered.outcome,
               coalesce(numbered.old_id, numbered.id),
               coalesce(numbered.old_seq, numbered.seq),
               coalesce(numbered.old_content::text, numbered.content),
               coalesce(numbered.old_created_at, numbered.created_at),
               numbered.username::text,
               numbered.full_name::text
        FROM numbered
        ORDER BY numbered.ordinal;
END
$$;

-- Pages of a room go by its numbers; nobody asks by time, and each message paid for it.
DROP INDEX IF EXISTS chat_messages_room_id_created_at_idx;
