-- Files are attached to messages. A message says whether it has files, so that those without cost their readers nothing; the constant default makes
-- this a change of the catalog only. The functions without files remain: for batches without any, and for nodes of earlier releases that run
-- during the upgrade.
ALTER TABLE chat_messages ADD COLUMN has_files boolean NOT NULL DEFAULT false;

CREATE FUNCTION chat_remove_files_of_message() RETURNS trigger
    LANGUAGE plpgsql
    -- Whoever may remove messages need not know of their files.
    SECURITY DEFINER
AS
$$
BEGIN
    DELETE FROM files WHERE files.message_id = OLD.id;
    RETURN NULL;
END
$$;

CREATE TRIGGER chat_messages_remove_files AFTER DELETE ON chat_messages
    FOR EACH ROW WHEN (OLD.has_files) EXECUTE FUNCTION chat_remove_files_of_message();

-- As chat_append without files, which says what the locks are for; they are taken in the same order, and then the files are locked in the
-- order of their ids. For each of file_ids, file_drafts has the index of its draft, from 1. Refuses drafts with 'no_file' if one of their
-- files does not exist, is not the sender's, is attached to a message, or is listed twice.
CREATE FUNCTION chat_append(
    ids uuid[], rooms text[], senders uuid[], contents text[], client_ids text[], times timestamptz[], token_versions integer[],
    file_ids uuid[], file_drafts integer[])
    RETURNS TABLE (
        ordinal bigint, outcome text, id uuid, seq bigint, content text, created_at timestamptz, has_files boolean,
        username text, full_name text)
    LANGUAGE plpgsql
    VOLATILE
    SET plan_cache_mode = force_generic_plan
    SET enable_seqscan = off
    SET enable_hashjoin = off
    SET enable_mergejoin = off
AS
$$
#variable_conflict use_column
DECLARE
    draft record;
    with_files integer[] := '{}';
    without_their_files integer[] := '{}';
BEGIN
    PERFORM FROM chat_rooms WHERE chat_rooms.id = ANY (rooms) ORDER BY chat_rooms.id FOR NO KEY UPDATE;
    PERFORM FROM users WHERE users.id = ANY (senders) ORDER BY users.id FOR KEY SHARE;
    -- Those that are attached to messages may be about to be removed with their rooms, which are locked.
    PERFORM FROM files
    WHERE files.id = ANY (file_ids) AND files.message_id IS NULL
    ORDER BY files.id FOR NO KEY UPDATE;

    FOR draft IN
        SELECT named.ordinal, array_agg(named.id ORDER BY named.place) AS file_ids
        FROM unnest(file_ids, file_drafts) WITH ORDINALITY AS named (id, ordinal, place)
        GROUP BY named.ordinal
        ORDER BY named.ordinal
    LOOP
        with_files := with_files || draft.ordinal;
        -- A draft that is not stored for another reason takes no files from later ones.
        IF (SELECT count(*)
            FROM files
            WHERE files.id = ANY (draft.file_ids)
              AND files.user_id = senders[draft.ordinal]
              AND files.message_id IS NULL) = cardinality(draft.file_ids)
            AND EXISTS (SELECT FROM chat_rooms WHERE chat_rooms.id = rooms[draft.ordinal])
            AND EXISTS (SELECT FROM users
                        WHERE users.id = senders[draft.ordinal]
                          AND users.active
                          AND users.token_version <= token_versions[draft.ordinal])
            AND NOT EXISTS (SELECT FROM chat_messages
                            WHERE client_ids[draft.ordinal] IS NOT NULL
                              AND chat_messages.room_id = rooms[draft.ordinal]
                              AND chat_messages.user_id = senders[draft.ordinal]
                              AND chat_messages.client_message_id = client_ids[draft.ordinal])
        THEN
            UPDATE files
                SET message_id = ids[draft.ordinal], room_id = rooms[draft.ordinal], place = named.place - 1
                FROM unnest(draft.file_ids) WITH ORDINALITY AS named (id, place)
                WHERE files.id = named.id;
        ELSE
            without_their_files := without_their_files || draft.ordinal;
        END IF;
    END LOOP;

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
                   coalesce(old.has_files, d.ordinal = ANY (with_files)) AS has_files,
                   CASE
                       WHEN room.id IS NULL THEN 'no_room'
                       WHEN NOT coalesce(sender.active AND sender.token_version <= d.token_version, false) THEN 'no_sender'
                       WHEN old.id IS NOT NULL THEN 'repeated'
                       WHEN d.ordinal = ANY (without_their_files) THEN 'no_file'
                       ELSE 'stored'
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
            INSERT INTO chat_messages (id, room_id, user_id, content, created_at, seq, client_message_id, has_files)
                SELECT numbered.id,
                       numbered.room,
                       numbered.sender,
                       numbered.content,
                       numbered.created_at,
                       numbered.seq,
                       numbered.client_id,
                       numbered.has_files
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
               numbered.has_files,
               numbered.username::text,
               numbered.full_name::text
        FROM numbered
        ORDER BY numbered.ordinal;
END
$$;

-- As chat_append_new without files. For each of file_ids, file_messages has the index of its message, from 1, and file_places its place there,
-- from 0; has_files says of each message whether it has any. Changes nothing and returns no row unless all files exist, belong to the sender
-- of their message, are attached to no message yet, and are listed once.
CREATE FUNCTION chat_append_new(
    room_ids text[], room_messages integer[], sender_ids uuid[],
    ids uuid[], rooms integer[], places integer[], senders uuid[], contents text[], client_ids text[], times timestamptz[],
    token_versions integer[], has_files boolean[], file_ids uuid[], file_messages integer[], file_places integer[])
    RETURNS TABLE (last_seqs bigint[], usernames text[], full_names text[])
    LANGUAGE plpgsql
    VOLATILE
    SET plan_cache_mode = force_generic_plan
    SET enable_seqscan = off
AS
$$
#variable_conflict use_column
BEGIN
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

    SELECT array_agg(room.last_seq ORDER BY named.place)
    INTO last_seqs
    FROM unnest(room_ids) WITH ORDINALITY AS named (id, place)
             JOIN chat_rooms room ON room.id = named.id;
    IF cardinality(last_seqs) IS DISTINCT FROM cardinality(room_ids) THEN
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
                   d.has_files
            FROM unnest(ids, rooms, places, senders, contents, client_ids, times, has_files)
                AS d (id, room, place, sender, content, client_id, created_at, has_files);
    EXCEPTION
        WHEN unique_violation THEN
            RETURN;
    END;

    UPDATE files
        SET message_id = ids[named.message], room_id = room_ids[rooms[named.message]], place = named.place
        FROM unnest(file_ids, file_messages, file_places) AS named (id, message, place)
        WHERE files.id = named.id;

    UPDATE chat_rooms
        SET last_seq = chat_rooms.last_seq + more.messages
        FROM unnest(room_ids, room_messages) AS more (id, messages)
        WHERE chat_rooms.id = more.id;
    RETURN NEXT;
END
$$;

-- Whatever the schemas are of whoever uses it.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION chat_remove_files_of_message() SET search_path = %I, pg_temp', current_schema());
END $$;
