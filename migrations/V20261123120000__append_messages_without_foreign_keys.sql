-- Stores a batch of messages with what holds for the whole of it done once, and not for each message.
--
-- The two foreign keys asked for the room and for the user of each message, a third of what storing it cost. Their promises are kept
-- elsewhere: messages are stored by the functions chat_append and chat_append_new only, which lock the rooms and the users of a batch once,
-- so nobody removes them meanwhile; triggers do what the keys did when a user or a room is removed.
--
-- A release that still runs takes the locks of these tables in orders of its own. So all of them are taken at once, or none: who waits holds
-- nothing that others wait for.
DO $$
BEGIN
    LOOP
        BEGIN
            PERFORM set_config('lock_timeout', '100ms', true);
            LOCK TABLE chat_rooms, users, chat_messages IN ACCESS EXCLUSIVE MODE;
            EXIT;
        EXCEPTION
            WHEN lock_not_available THEN
                PERFORM pg_sleep(0.05);
        END;
    END LOOP;
    PERFORM set_config('lock_timeout', '0', true);
END $$;

ALTER TABLE chat_messages
    DROP CONSTRAINT IF EXISTS chat_messages_room_id_fkey,
    DROP CONSTRAINT IF EXISTS chat_messages_user_id_fkey;

CREATE FUNCTION chat_keep_messages_of_removed_users() RETURNS trigger
    LANGUAGE plpgsql
    -- Who may remove users need not know of their messages.
    SECURITY DEFINER
AS
$$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        UPDATE chat_messages SET user_id = NULL WHERE user_id IS NOT NULL;
    ELSE
        UPDATE chat_messages SET user_id = NULL FROM gone WHERE chat_messages.user_id = gone.id;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION chat_remove_messages_of_removed_rooms() RETURNS trigger
    LANGUAGE plpgsql
    SECURITY DEFINER
AS
$$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        DELETE FROM chat_messages;
    ELSE
        DELETE FROM chat_messages USING gone WHERE chat_messages.room_id = gone.id;
    END IF;
    RETURN NULL;
END
$$;

-- A message goes on belonging to its user and its room: nobody gives these another name.
CREATE FUNCTION chat_refuse_another_id() RETURNS trigger
    LANGUAGE plpgsql
AS
$$
BEGIN
    IF NEW.id IS DISTINCT FROM OLD.id THEN
        RAISE EXCEPTION 'the id of a row of % cannot be changed', TG_TABLE_NAME USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER users_keep_messages AFTER DELETE ON users
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION chat_keep_messages_of_removed_users();
CREATE TRIGGER users_keep_messages_truncate AFTER TRUNCATE ON users
    FOR EACH STATEMENT EXECUTE FUNCTION chat_keep_messages_of_removed_users();
CREATE TRIGGER users_keep_id BEFORE UPDATE OF id ON users
    FOR EACH ROW EXECUTE FUNCTION chat_refuse_another_id();

CREATE TRIGGER chat_rooms_remove_messages AFTER DELETE ON chat_rooms
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION chat_remove_messages_of_removed_rooms();
CREATE TRIGGER chat_rooms_remove_messages_truncate AFTER TRUNCATE ON chat_rooms
    FOR EACH STATEMENT EXECUTE FUNCTION chat_remove_messages_of_removed_rooms();
CREATE TRIGGER chat_rooms_keep_id BEFORE UPDATE OF id ON chat_rooms
    FOR EACH ROW EXECUTE FUNCTION chat_refuse_another_id();

-- Another does what these did.
DROP INDEX chat_messages_client_message_id;
DROP INDEX IF EXISTS chat_messages_user_id_idx;

-- Stores messages that are all new, of active users and in rooms that exist; otherwise it changes nothing and returns no row, and
-- chat_append says of each what comes of it.
--
-- Rooms and senders stand in arrays of their own, each of them once, the senders in the order of their ids. A message names its room by the
-- place in that array, and has a place among the messages of its room, both from 1 on. The number of a message is its place after the last
-- number of the room before, which is returned of each room; of each sender the names.
--
-- The locks are those of chat_append, and so is what was said there of READ COMMITTED.
CREATE FUNCTION chat_append_new(
    room_ids text[], room_messages integer[], sender_ids uuid[],
    ids uuid[], rooms integer[], places integer[], senders uuid[], contents text[], client_ids text[], times timestamptz[])
    RETURNS TABLE (last_seqs bigint[], usernames text[], full_names text[])
    LANGUAGE plpgsql
    VOLATILE
    SET plan_cache_mode = force_generic_plan
    SET enable_seqscan = off
AS
$$
#variable_conflict use_column
BEGIN
    -- In one order, so that nobody waits in a circle.
    PERFORM FROM chat_rooms WHERE chat_rooms.id = ANY (room_ids) ORDER BY chat_rooms.id FOR NO KEY UPDATE;

    SELECT array_agg(sender.username::text ORDER BY sender.id), array_agg(sender.full_name::text ORDER BY sender.id)
    INTO usernames, full_names
    FROM (SELECT users.id, users.username, users.full_name, users.active
          FROM users
          WHERE users.id = ANY (sender_ids)
          ORDER BY users.id
          FOR KEY SHARE) AS sender
    WHERE sender.active;
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

-- Whatever the schemas are of whoever uses them.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['chat_keep_messages_of_removed_users', 'chat_remove_messages_of_removed_rooms']
    LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', name, current_schema());
    END LOOP;
END $$;
