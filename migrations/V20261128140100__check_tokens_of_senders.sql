-- Messages are stored only if the tokens of their senders have not been revoked. A token carries users.token_version of the time when it
-- was issued; a change that revokes it locks the user FOR UPDATE and raises the version. Such a change therefore waits for a batch that has
-- locked the user, and a later batch sees the new version.
--
-- The functions without token_versions remain for nodes of earlier releases that run during the upgrade.

-- Stores drafts one by one, and returns the outcome of each.
CREATE FUNCTION chat_append(
    ids uuid[], rooms text[], senders uuid[], contents text[], client_ids text[], times timestamptz[], token_versions integer[])
    RETURNS TABLE (
        ordinal bigint, outcome text, id uuid, seq bigint, content text, created_at timestamptz, username text, full_name text)
    LANGUAGE plpgsql
    VOLATILE
    -- Look up each draft by the indexes, even if the table was small when the plan was made.
    SET plan_cache_mode = force_generic_plan
    SET enable_seqscan = off
    SET enable_hashjoin = off
    SET enable_mergejoin = off
AS
$$
#variable_conflict use_column
BEGIN
    -- In one order, so that transactions do not deadlock.
    PERFORM FROM chat_rooms WHERE chat_rooms.id = ANY (rooms) ORDER BY chat_rooms.id FOR NO KEY UPDATE;
    -- Keeps these users and their tokens as they are until the commit.
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
                       WHEN NOT coalesce(sender.active AND sender.token_version <= d.token_version, false) THEN 'no_sender'
                       WHEN old.id IS NULL THEN 'stored'
                       ELSE 'repeated'
                   END AS outcome
            FROM unnest(ids, rooms, senders, contents, client_ids, times, token_versions)
                     WITH ORDINALITY AS d (id, room, sender, content, client_id, created_at, token_version, ordinal)
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

-- Stores drafts that are all new, by active users whose tokens are not revoked, and in existing rooms; otherwise changes nothing and returns
-- no row.
--
-- Each room and each sender appears once in room_ids and sender_ids, the senders in the order of their ids; token_versions has the oldest
-- version of each sender. For each message, rooms has the index of its room in room_ids, and places its position among the messages of that
-- room, both from 1. Returns the last number of each room before the batch, and the names of each sender.
CREATE FUNCTION chat_append_new(
    room_ids text[], room_messages integer[], sender_ids uuid[],
    ids uuid[], rooms integer[], places integer[], senders uuid[], contents text[], client_ids text[], times timestamptz[],
    token_versions integer[])
    RETURNS TABLE (last_seqs bigint[], usernames text[], full_names text[])
    LANGUAGE plpgsql
    VOLATILE
    SET plan_cache_mode = force_generic_plan
    SET enable_seqscan = off
AS
$$
#variable_conflict use_column
BEGIN
    -- In one order, so that transactions do not deadlock.
    PERFORM FROM chat_rooms WHERE chat_rooms.id = ANY (room_ids) ORDER BY chat_rooms.id FOR NO KEY UPDATE;

    SELECT array_agg(sender.username::text ORDER BY sender.id), array_agg(sender.full_name::text ORDER BY sender.id)
    INTO usernames, full_names
    FROM (SELECT users.id, users.username, users.full_name, users.active, users.token_version
          FROM users
          WHERE users.id = ANY (sender_ids)
          ORDER BY users.id
          FOR KEY SHARE) AS sender
    WHERE sender.active
      AND sender.token_version <= token_versions[array_position(sender_ids, sender.id)];
    IF cardinality(usernames) IS DISTINCT FROM cardinality(sender_ids) THEN
        RETURN;
    END IF;

    SELECT array_agg(room.last_seq ORDER BY named.place)
    INTO last_seqs
    FROM unnest(room_ids) WITH ORDINALITY AS named (id, place)
             JOIN chat_rooms room ON room.id = named.id;
    IF cardinality(last_seqs) IS DISTINCT FROM cardinality(room_ids) THEN
        RETURN;
    END IF;

    BEGIN
        INSERT INTO chat_messages (id, room_id, user_id, content, created_at, seq, client_message_id)
            SELECT d.id, room_ids[d.room], d.sender, d.content, d.created_at, last_seqs[d.room] + d.place, d.client_id
            FROM unnest(ids, rooms, places, senders, contents, client_ids, times)
                AS d (id, room, place, sender, content, client_id, created_at);
    EXCEPTION
        -- One of them was stored before. To look for it in advance would cost each message as much as one of its indexes.
        WHEN unique_violation THEN
            RETURN;
    END;

    UPDATE chat_rooms
        SET last_seq = chat_rooms.last_seq + more.messages
        FROM unnest(room_ids, room_messages) AS more (id, messages)
        WHERE chat_rooms.id = more.id;
    RETURN NEXT;
END
$$;
