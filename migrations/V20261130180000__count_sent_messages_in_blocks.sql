-- Messages are counted for their authors in blocks of 256 of a room, when the last of a block is stored: to count them one by one took a third of
-- the time of storing them. The messages of a room's last block, which is not complete, are counted by whoever asks.
DROP FUNCTION chat_count_sent;

COMMENT ON COLUMN chat_sent.sent IS 'of the messages up to the last whose number is a multiple of 256';

UPDATE chat_sent
    SET sent = chat_sent.sent - since.messages
    FROM (SELECT message.room_id, message.user_id, count(*) AS messages
          FROM (SELECT DISTINCT room_id FROM chat_sent) AS counted
                   JOIN chat_rooms room ON room.id = counted.room_id
                   JOIN chat_messages message ON message.room_id = room.id AND message.seq > room.last_seq / 256 * 256
          GROUP BY message.room_id, message.user_id) AS since
    WHERE chat_sent.room_id = since.room_id AND chat_sent.user_id = since.user_id;

-- How many messages the user has written in the room, whether they were deleted since or not.
CREATE OR REPLACE FUNCTION chat_sent_total(room text, author uuid) RETURNS bigint
    LANGUAGE sql
    STABLE
AS
$$
    SELECT coalesce(
        (SELECT chat_sent.sent + (
             -- OFFSET 0 lets the index of the numbers be read: that of the authors has all messages of this one.
             SELECT count(*)
             FROM (SELECT chat_messages.user_id
                   FROM chat_messages
                   WHERE chat_messages.room_id = room
                     AND chat_messages.seq > (SELECT last_seq / 256 * 256 FROM chat_rooms WHERE id = room)
                   OFFSET 0) AS last_block
             WHERE last_block.user_id = author)
         FROM chat_sent
         WHERE chat_sent.room_id = room AND chat_sent.user_id = author),
        -- None in complete blocks since messages are counted.
        (SELECT count(*) FROM chat_messages WHERE chat_messages.room_id = room AND chat_messages.user_id = author))
$$;

-- Counts the blocks that were completed by messages just stored. The rooms are locked; last_seqs are their last numbers before. For the first
-- messages of an author since messages are counted, those before them are counted, too.
CREATE FUNCTION chat_count_sent(room_ids text[], last_seqs bigint[], room_messages integer[]) RETURNS void
    LANGUAGE sql
    VOLATILE
    SET plan_cache_mode = force_generic_plan
    SET enable_seqscan = off
AS
$$
    WITH written AS (
        SELECT completed.room_id, completed.before, message.user_id, count(*) AS messages
        FROM (SELECT d.room_id, d.last_seq / 256 * 256 AS before, (d.last_seq + d.messages) / 256 * 256 AS last
              FROM unnest(room_ids, last_seqs, room_messages) AS d (room_id, last_seq, messages)
              WHERE (d.last_seq + d.messages) / 256 > d.last_seq / 256) AS completed
                 CROSS JOIN LATERAL (
                     SELECT chat_messages.user_id
                     FROM chat_messages
                     WHERE chat_messages.room_id = completed.room_id
                       AND chat_messages.seq > completed.before AND chat_messages.seq <= completed.last
                     OFFSET 0) AS message
        GROUP BY completed.room_id, completed.before, message.user_id),
    -- Authors who were removed have messages that are not erased yet.
    authors AS (
        SELECT users.id FROM users WHERE users.id IN (SELECT written.user_id FROM written) ORDER BY users.id FOR KEY SHARE),
    more AS (
        SELECT written.* FROM written JOIN authors ON authors.id = written.user_id),
    known AS (
        UPDATE chat_sent
            SET sent = chat_sent.sent + more.messages
            FROM more
            WHERE chat_sent.room_id = more.room_id AND chat_sent.user_id = more.user_id
            RETURNING more.room_id, more.user_id)
    INSERT INTO chat_sent (room_id, user_id, sent)
    SELECT more.room_id,
           more.user_id,
           more.messages + (SELECT count(*)
                            FROM chat_messages
                            WHERE chat_messages.user_id = more.user_id
                              AND chat_messages.room_id = more.room_id
                              AND chat_messages.seq <= more.before)
    FROM more
    WHERE NOT EXISTS (SELECT FROM known WHERE known.room_id = more.room_id AND known.user_id = more.user_id)
$$;

-- Stores messages that are all new and reply to none, by active users whose tokens are not revoked and who may write in their rooms; otherwise
-- changes nothing and returns no row.
--
-- Each room and each sender appears once in room_ids and sender_ids, the senders in the order of their ids; token_versions has the oldest
-- version of each sender. For each message, rooms has the index of its room in room_ids, and places its position among the messages of that
-- room, both from 1. For each of file_ids, file_messages has the index of its message, from 1, and file_places its place there, from 0;
-- has_files says of each message whether it has any. The files must exist, belong to the sender of their message, be attached to no message
-- yet, and be listed once. Returns the last numbers of each room before the batch, and the names and pictures of each sender.
--
-- A room's row is locked until the commit, so whoever stores in it sees all numbers given before, and what decides who may write there does
-- not change: no gap, no number twice, and a message can only be seen together with all before it. This needs READ COMMITTED. The users are
-- locked so that they and their tokens stay as they are. Everything is locked in one order: rooms, users, files, each by their ids.
CREATE OR REPLACE FUNCTION chat_append_new(
    room_ids text[], room_messages integer[], sender_ids uuid[],
    ids uuid[], rooms integer[], places integer[], senders uuid[], contents text[], client_ids text[], times timestamptz[],
    token_versions integer[], has_files boolean[], file_ids uuid[], file_messages integer[], file_places integer[])
    RETURNS TABLE (last_seqs bigint[], changes bigint[], usernames text[], full_names text[], avatars uuid[])
    LANGUAGE plpgsql
    VOLATILE
    SET plan_cache_mode = force_generic_plan
    SET enable_seqscan = off
AS
$$
#variable_conflict use_column
DECLARE
    all_may_write boolean;
BEGIN
    SELECT array_agg(room.last_seq ORDER BY array_position(room_ids, room.id::text)),
           array_agg(room.changes ORDER BY array_position(room_ids, room.id::text)),
           bool_and(room.kind = 'public' AND NOT room.sanctioned)
    INTO last_seqs, changes, all_may_write
    FROM (SELECT chat_rooms.id, chat_rooms.last_seq, chat_rooms.changes, chat_rooms.kind, chat_rooms.sanctioned
          FROM chat_rooms
          WHERE chat_rooms.id = ANY (room_ids)
          ORDER BY chat_rooms.id
          FOR NO KEY UPDATE) AS room;
    IF cardinality(last_seqs) IS DISTINCT FROM cardinality(room_ids) THEN
        RETURN;
    END IF;

    SELECT array_agg(sender.username::text ORDER BY sender.id),
           array_agg(sender.full_name::text ORDER BY sender.id),
           array_agg(sender.avatar_id ORDER BY sender.id)
    INTO usernames, full_names, avatars
    FROM (SELECT users.id, users.username, users.full_name, users.avatar_id, users.active, users.token_version
          FROM users
          WHERE users.id = ANY (sender_ids)
          ORDER BY users.id
          FOR KEY SHARE) AS sender
    WHERE sender.active
      AND sender.token_version <= token_versions[array_position(sender_ids, sender.id)];
    IF cardinality(usernames) IS DISTINCT FROM cardinality(sender_ids) THEN
        RETURN;
    END IF;

    IF NOT all_may_write AND EXISTS (
        SELECT FROM (SELECT array_agg(room_ids[pair.room]) AS pair_rooms, array_agg(pair.sender) AS pair_senders
                     FROM (SELECT DISTINCT d.room, d.sender FROM unnest(rooms, senders) AS d (room, sender)) AS pair) AS pairs
                 CROSS JOIN LATERAL chat_standings(pairs.pair_rooms, pairs.pair_senders, times[1]) AS standing
        WHERE (standing.kind <> 'public' AND standing.role IS NULL)
           OR standing.banned OR standing.muted OR standing.reach <> 'reached')
    THEN
        RETURN;
    END IF;

    IF cardinality(file_ids) > 0 THEN
        -- Those that are attached to messages may be about to be removed with their rooms, which are locked.
        PERFORM FROM files
        WHERE files.id = ANY (file_ids) AND files.message_id IS NULL
        ORDER BY files.id FOR NO KEY UPDATE;
        IF (SELECT count(DISTINCT files.id)
            FROM unnest(file_ids, file_messages) AS named (id, message)
                     JOIN files ON files.id = named.id
            WHERE files.user_id = senders[named.message] AND files.message_id IS NULL) <> cardinality(file_ids)
        THEN
            RETURN;
        END IF;
    END IF;

    -- An id that was given to an edit or the like; few rooms have such.
    IF EXISTS (SELECT FROM unnest(changes) AS other (count) WHERE other.count > 0) AND EXISTS (
        SELECT FROM unnest(rooms, senders, client_ids) AS d (room, sender, client_id)
                 JOIN chat_changes ON chat_changes.user_id = d.sender
                     AND chat_changes.room_id = room_ids[d.room]
                     AND chat_changes.client_message_id = d.client_id
        WHERE d.client_id IS NOT NULL)
    THEN
        RETURN;
    END IF;

    BEGIN
        INSERT INTO chat_messages (id, room_id, user_id, content, created_at, seq, client_message_id, has_files)
            SELECT d.id,
                   room_ids[d.room],
                   d.sender,
                   d.content,
                   d.created_at,
                   last_seqs[d.room] + d.place,
                   d.client_id,
                   coalesce(d.has_files, false)
            FROM unnest(ids, rooms, places, senders, contents, client_ids, times, has_files)
                AS d (id, room, place, sender, content, client_id, created_at, has_files);
    EXCEPTION
        -- One of them was stored before. To look for it in advance would cost each message as much as one of its indexes.
        WHEN unique_violation THEN
            RETURN;
    END;
    IF EXISTS (SELECT FROM unnest(last_seqs, room_messages) AS more (before, messages)
               WHERE (more.before + more.messages) / 256 > more.before / 256)
    THEN
        PERFORM chat_count_sent(room_ids, last_seqs, room_messages);
    END IF;

    IF cardinality(file_ids) > 0 THEN
        UPDATE files
            SET message_id = ids[named.message], room_id = room_ids[rooms[named.message]], place = named.place
            FROM unnest(file_ids, file_messages, file_places) AS named (id, message, place)
            WHERE files.id = named.id;
    END IF;

    UPDATE chat_rooms
        SET last_seq = chat_rooms.last_seq + more.messages
        FROM unnest(room_ids, room_messages) AS more (id, messages)
        WHERE chat_rooms.id = more.id;
    RETURN NEXT;
END
$$;
