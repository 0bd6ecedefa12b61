-- Rooms get kinds and members, and number everything that changes what is shown there. Nothing of the tables in use is rewritten: new columns
-- have constant defaults, and a message needs no number among the changes, because it follows from those that are no messages.
ALTER TABLE chat_rooms
    -- public, private or direct
    ADD COLUMN kind text NOT NULL DEFAULT 'public',
    -- How many changes there are that are no messages: the last change has the number last_seq + changes.
    ADD COLUMN changes bigint NOT NULL DEFAULT 0,
    -- Whether anybody was ever muted or banned: spares the others a look into chat_sanctions.
    ADD COLUMN sanctioned boolean NOT NULL DEFAULT false,
    -- The people of a direct room, in the order of their ids.
    ADD COLUMN direct_users uuid[];

CREATE UNIQUE INDEX chat_rooms_direct_users_idx ON chat_rooms (direct_users) WHERE direct_users IS NOT NULL;

ALTER TABLE chat_messages
    ADD COLUMN edited_at timestamptz,
    ADD COLUMN deleted boolean NOT NULL DEFAULT false,
    ADD COLUMN reply_to uuid,
    -- So that messages without them cost their readers nothing.
    ADD COLUMN has_mentions boolean NOT NULL DEFAULT false,
    ADD COLUMN has_reactions boolean NOT NULL DEFAULT false;

-- In public rooms those above member only: there everybody is a member.
CREATE TABLE chat_members (
    room_id varchar(100) NOT NULL REFERENCES chat_rooms (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- member, moderator or owner
    role text NOT NULL,
    joined_at timestamptz NOT NULL,
    PRIMARY KEY (room_id, user_id)
);

CREATE INDEX chat_members_user_id_idx ON chat_members (user_id, room_id);

CREATE TABLE chat_sanctions (
    room_id varchar(100) NOT NULL REFERENCES chat_rooms (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- mute or ban
    kind text NOT NULL,
    -- NULL if it does not end by itself
    until timestamptz,
    reason text NOT NULL,
    set_by uuid REFERENCES users (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (room_id, user_id, kind)
);

CREATE INDEX chat_sanctions_user_id_idx ON chat_sanctions (user_id);
CREATE INDEX chat_sanctions_set_by_idx ON chat_sanctions (set_by) WHERE set_by IS NOT NULL;

CREATE TABLE chat_blocks (
    blocker_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    blocked_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (blocker_id, blocked_id)
);

CREATE INDEX chat_blocks_blocked_id_idx ON chat_blocks (blocked_id);

-- The changes that are no messages, without texts: whoever reads one is shown its message as it is then.
CREATE TABLE chat_changes (
    room_id varchar(100) NOT NULL REFERENCES chat_rooms (id) ON DELETE CASCADE,
    -- The number among all changes of the room.
    change bigint NOT NULL,
    -- The last message before it. So the number of a message is its seq, and one more for each change with a lower seq.
    seq bigint NOT NULL,
    -- edited, deleted, reacted or erased
    kind text NOT NULL,
    -- The message, its seq and its author; NULL for erased
    message_id uuid,
    message_seq bigint,
    author_id uuid,
    -- Who made the change, or was erased
    user_id uuid NOT NULL,
    emoji text,
    client_message_id text,
    PRIMARY KEY (room_id, change)
);

CREATE INDEX chat_changes_seq_idx ON chat_changes (room_id, seq, change);
CREATE UNIQUE INDEX chat_changes_client_message_id_idx ON chat_changes (user_id, room_id, client_message_id)
    WHERE client_message_id IS NOT NULL;
CREATE INDEX chat_changes_deleted_idx ON chat_changes (room_id, message_seq) INCLUDE (author_id) WHERE kind = 'deleted';

-- The texts that messages had before.
CREATE TABLE chat_versions (
    message_id uuid NOT NULL REFERENCES chat_messages (id) ON DELETE CASCADE,
    -- The change that replaced the text.
    change bigint NOT NULL,
    content text NOT NULL,
    -- Since when the message had it.
    created_at timestamptz NOT NULL,
    PRIMARY KEY (message_id, change)
);

CREATE TABLE chat_mentions (
    message_id uuid NOT NULL REFERENCES chat_messages (id) ON DELETE CASCADE,
    -- Perhaps of a user who was removed.
    user_id uuid NOT NULL,
    room_id varchar(100) NOT NULL,
    seq bigint NOT NULL,
    -- The place among the mentions of the message, from 0.
    place smallint NOT NULL,
    PRIMARY KEY (message_id, user_id)
);

CREATE INDEX chat_mentions_user_id_idx ON chat_mentions (user_id, room_id, seq);

CREATE TABLE chat_reactions (
    message_id uuid NOT NULL REFERENCES chat_messages (id) ON DELETE CASCADE,
    -- Perhaps of a user who was removed.
    user_id uuid NOT NULL,
    room_id varchar(100) NOT NULL,
    emoji text NOT NULL,
    change bigint NOT NULL,
    -- The change with which the emoji came to the message.
    since bigint NOT NULL,
    PRIMARY KEY (message_id, emoji, user_id)
);

CREATE INDEX chat_reactions_user_id_idx ON chat_reactions (user_id, room_id);

-- How many messages a user has written in a room, whether they were deleted since or not.
CREATE TABLE chat_sent (
    room_id varchar(100) NOT NULL REFERENCES chat_rooms (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    sent bigint NOT NULL,
    PRIMARY KEY (room_id, user_id)
) WITH (fillfactor = 70);

CREATE INDEX chat_sent_user_id_idx ON chat_sent (user_id);

-- Whether messages of a user in a direct room reach anybody: reached, not_reachable or blocked_by_user.
CREATE FUNCTION chat_reach(room text, sender uuid) RETURNS text
    LANGUAGE sql
    STABLE
AS
$$
    SELECT CASE
        WHEN cardinality(direct.direct_users) = 2 AND EXISTS (
            SELECT FROM chat_blocks
            WHERE blocker_id = sender AND blocked_id = ANY (direct.direct_users)) THEN 'blocked_by_user'
        WHEN cardinality(direct.direct_users) = 2 AND EXISTS (
            SELECT FROM chat_blocks
            WHERE blocked_id = sender AND blocker_id = ANY (direct.direct_users)) THEN 'not_reachable'
        WHEN EXISTS (
            SELECT FROM chat_members member JOIN users ON users.id = member.user_id
            WHERE member.room_id = direct.id AND member.user_id <> sender AND users.active) THEN 'reached'
        ELSE 'not_reachable'
    END
    FROM chat_rooms direct
    WHERE direct.id = room
$$;

-- What users are in rooms, in the order of the arrays; nothing for rooms that do not exist. For a room that a user may not see, the same is
-- looked up as for one that does not exist.
CREATE FUNCTION chat_standings(rooms text[], users uuid[], at timestamptz)
    RETURNS TABLE (ordinal bigint, kind text, role text, banned boolean, muted boolean, muted_until timestamptz, reach text)
    LANGUAGE sql
    STABLE
AS
$$
    SELECT named.ordinal,
           room.kind,
           member.role,
           ban.kind IS NOT NULL,
           mute.kind IS NOT NULL,
           mute.until,
           CASE WHEN room.kind = 'direct' AND member.role IS NOT NULL THEN chat_reach(room.id, named.user_id) ELSE 'reached' END
    FROM unnest(rooms, users) WITH ORDINALITY AS named (room_id, user_id, ordinal)
             LEFT JOIN chat_rooms room ON room.id = named.room_id
             LEFT JOIN chat_members member ON member.room_id = named.room_id AND member.user_id = named.user_id
             LEFT JOIN chat_sanctions ban
                       ON ban.room_id = named.room_id AND ban.user_id = named.user_id AND ban.kind = 'ban'
                           AND (ban.until IS NULL OR ban.until > at)
             LEFT JOIN chat_sanctions mute
                       ON mute.room_id = named.room_id AND mute.user_id = named.user_id AND mute.kind = 'mute'
                           AND (mute.until IS NULL OR mute.until > at)
    WHERE room.id IS NOT NULL
$$;

-- Irregular batches are stored statement by statement since.
DO $$
DECLARE
    old regprocedure;
BEGIN
    FOR old IN
        SELECT oid::regprocedure FROM pg_proc
        WHERE proname IN ('chat_append', 'chat_append_new') AND pronamespace = current_schema()::regnamespace
    LOOP
        EXECUTE 'DROP FUNCTION ' || old;
    END LOOP;
END $$;

-- Counts messages that are about to get the numbers after last_seqs. For each message, rooms has the index of its room in room_ids, from 1.
-- The rooms are locked. For a user's first message since messages are counted, those before it are counted, too.
CREATE FUNCTION chat_count_sent(room_ids text[], last_seqs bigint[], rooms integer[], senders uuid[]) RETURNS void
    LANGUAGE sql
    VOLATILE
    SET plan_cache_mode = force_generic_plan
    SET enable_seqscan = off
AS
$$
    WITH more AS (
        SELECT d.room, d.sender, count(*) AS messages
        FROM unnest(rooms, senders) AS d (room, sender)
        GROUP BY d.room, d.sender),
    known AS (
        UPDATE chat_sent
            SET sent = chat_sent.sent + more.messages
            FROM more
            WHERE chat_sent.room_id = room_ids[more.room] AND chat_sent.user_id = more.sender
            RETURNING more.room, more.sender)
    INSERT INTO chat_sent (room_id, user_id, sent)
    SELECT room_ids[more.room],
           more.sender,
           more.messages + (SELECT count(*)
                            FROM chat_messages
                            WHERE chat_messages.user_id = more.sender
                              AND chat_messages.room_id = room_ids[more.room]
                              AND chat_messages.seq <= last_seqs[more.room])
    FROM more
    WHERE NOT EXISTS (SELECT FROM known WHERE known.room = more.room AND known.sender = more.sender)
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
CREATE FUNCTION chat_append_new(
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
    PERFORM chat_count_sent(room_ids, last_seqs, rooms, senders);

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
