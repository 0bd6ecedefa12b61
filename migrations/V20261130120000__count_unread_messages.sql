-- Unread messages are counted without a write for each receiver: what a room has after the last message that the user has read, without the
-- user's own and the deleted ones. Each of the three is a difference of counters, or counted by an index of few rows.
ALTER TABLE chat_mentions ADD COLUMN by_user boolean NOT NULL DEFAULT false;

COMMENT ON COLUMN chat_mentions.by_user IS 'whether the users name themselves, which does not count';

-- What a user has read of a room. Without a row, in a public room: what it held when the account was made, with notify = all.
CREATE TABLE chat_reads (
    room_id varchar(100) NOT NULL REFERENCES chat_rooms (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- The last message that was read.
    seq bigint NOT NULL,
    -- How many messages up to it are the user's own.
    sent bigint NOT NULL,
    -- all, mentions or none
    notify text NOT NULL DEFAULT 'all',
    PRIMARY KEY (room_id, user_id)
) WITH (fillfactor = 70);

CREATE INDEX chat_reads_user_id_idx ON chat_reads (user_id);

-- How many messages the user has written in the room, whether they were deleted since or not.
CREATE FUNCTION chat_sent_total(room text, author uuid) RETURNS bigint
    LANGUAGE sql
    STABLE
AS
$$
    SELECT coalesce(
        (SELECT sent FROM chat_sent WHERE room_id = room AND user_id = author),
        -- None since messages are counted.
        (SELECT count(*) FROM chat_messages WHERE room_id = room AND user_id = author))
$$;

-- The last message of a room that was there at a time. Messages have times in the order of their numbers, except for differences between the
-- clocks of nodes.
CREATE FUNCTION chat_seq_at(room text, at timestamptz, last_seq bigint) RETURNS bigint
    LANGUAGE plpgsql
    STABLE
AS
$$
DECLARE
    low bigint := 0;
    high bigint := last_seq;
    middle bigint := last_seq;
BEGIN
    WHILE low < high LOOP
        IF (SELECT created_at FROM chat_messages WHERE room_id = room AND seq = middle) <= at THEN
            low := middle;
        ELSE
            high := middle - 1;
        END IF;
        middle := (low + high + 1) / 2;
    END LOOP;
    RETURN low;
END
$$;

-- What the user has read of rooms, and how many messages are unread. Nothing for rooms that do not exist.
CREATE FUNCTION chat_counts(rooms text[], reader uuid)
    RETURNS TABLE (room_id text, read_seq bigint, unread bigint, mentions bigint, notify text)
    LANGUAGE sql
    STABLE
AS
$$
    SELECT room.id::text,
           read.seq,
           (room.last_seq - read.seq)
               - (chat_sent_total(room.id, reader) - read.sent)
               - (SELECT count(*)
                  FROM chat_changes
                  WHERE chat_changes.room_id = room.id
                    AND chat_changes.kind = 'deleted'
                    AND chat_changes.message_seq > read.seq
                    AND chat_changes.author_id IS DISTINCT FROM reader),
           (SELECT count(*)
            FROM chat_mentions
            WHERE chat_mentions.user_id = reader
              AND chat_mentions.room_id = room.id
              AND chat_mentions.seq > read.seq
              AND NOT chat_mentions.by_user),
           read.notify
    FROM unnest(rooms) AS named (id)
             JOIN chat_rooms room ON room.id = named.id
             LEFT JOIN chat_reads stored ON stored.room_id = room.id AND stored.user_id = reader
             LEFT JOIN users ON users.id = reader
             CROSS JOIN LATERAL (
                 SELECT coalesce(stored.seq, chat_seq_at(room.id, users.created_at, room.last_seq)) AS seq,
                        coalesce(stored.sent, 0) AS sent,
                        coalesce(stored.notify, 'all') AS notify) AS read
$$;

-- Lets a user have read a room up to a message: forward only. Returns whether that is more than before; NULL if the room has no such message.
CREATE FUNCTION chat_read(room text, reader uuid, up_to bigint) RETURNS boolean
    LANGUAGE plpgsql
    VOLATILE
AS
$$
DECLARE
    present record;
    total bigint;
    own_before bigint;
    before bigint;
BEGIN
    SELECT chat_rooms.last_seq,
           stored.seq,
           coalesce(stored.sent, 0) AS sent,
           users.created_at,
           chat_sent_total(chat_rooms.id, reader) AS total
    INTO present
    FROM chat_rooms
             JOIN users ON users.id = reader
             LEFT JOIN chat_reads stored ON stored.room_id = chat_rooms.id AND stored.user_id = reader
    WHERE chat_rooms.id = room;
    IF NOT FOUND OR up_to > present.last_seq THEN
        RETURN NULL;
    END IF;
    before := coalesce(present.seq, chat_seq_at(room, present.created_at, present.last_seq));
    IF up_to <= before THEN
        RETURN false;
    END IF;
    total := present.total;
    IF up_to = present.last_seq OR total = present.sent THEN
        own_before := total;
    ELSIF up_to - before < present.last_seq - up_to THEN
        own_before := present.sent + (
            SELECT count(*) FROM chat_messages
            WHERE room_id = room AND seq > before AND seq <= up_to AND user_id = reader);
    ELSE
        own_before := total - (
            SELECT count(*) FROM chat_messages
            WHERE room_id = room AND seq > up_to AND seq <= present.last_seq AND user_id = reader);
    END IF;
    INSERT INTO chat_reads AS stored (room_id, user_id, seq, sent)
    VALUES (room, reader, up_to, own_before)
    ON CONFLICT (room_id, user_id) DO UPDATE SET seq = excluded.seq, sent = excluded.sent
        WHERE stored.seq < excluded.seq;
    RETURN FOUND;
END
$$;

CREATE FUNCTION chat_set_notify(room text, reader uuid, value text) RETURNS boolean
    LANGUAGE sql
    VOLATILE
AS
$$
    INSERT INTO chat_reads AS stored (room_id, user_id, seq, sent, notify)
    SELECT chat_rooms.id, users.id, chat_seq_at(chat_rooms.id, users.created_at, chat_rooms.last_seq), 0, value
    FROM chat_rooms CROSS JOIN users
    WHERE chat_rooms.id = room AND users.id = reader
    ON CONFLICT (room_id, user_id) DO UPDATE SET notify = excluded.notify
    RETURNING true
$$;

-- Whoever becomes a member of a room that is not public starts with all of it read.
CREATE FUNCTION chat_member_begins() RETURNS trigger
    LANGUAGE plpgsql
    SECURITY DEFINER
AS
$$
BEGIN
    INSERT INTO chat_reads (room_id, user_id, seq, sent)
    SELECT chat_rooms.id, NEW.user_id, chat_rooms.last_seq, chat_sent_total(chat_rooms.id, NEW.user_id)
    FROM chat_rooms
    WHERE chat_rooms.id = NEW.room_id AND chat_rooms.kind <> 'public'
    ON CONFLICT (room_id, user_id) DO UPDATE SET seq = excluded.seq, sent = excluded.sent, notify = 'all';
    RETURN NULL;
END
$$;

CREATE TRIGGER chat_members_begin AFTER INSERT ON chat_members FOR EACH ROW EXECUTE FUNCTION chat_member_begins();

-- Whatever the schemas are of whoever uses it.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION chat_member_begins() SET search_path = %I, pg_temp', current_schema());
END $$;
