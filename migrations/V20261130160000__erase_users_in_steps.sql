-- Whoever removes a user waits for nothing that grows with what the user has written: it is erased later, room by room, in steps. Until then
-- messages and reactions name a user who does not exist, which whoever reads them takes for nobody.
CREATE TABLE chat_erasures (
    user_id uuid NOT NULL,
    room_id varchar(100) NOT NULL REFERENCES chat_rooms (id) ON DELETE CASCADE,
    -- Whether the room has the change that tells of it.
    told boolean NOT NULL DEFAULT false,
    PRIMARY KEY (user_id, room_id)
);

CREATE INDEX chat_erasures_room_id_idx ON chat_erasures (room_id);

-- The rooms in which a user has written: one look into the index for each.
CREATE FUNCTION chat_rooms_written_in(author uuid) RETURNS SETOF text
    LANGUAGE sql
    STABLE
AS
$$
    WITH RECURSIVE found (room_id) AS (
        (SELECT chat_messages.room_id::text FROM chat_messages WHERE chat_messages.user_id = author ORDER BY chat_messages.room_id LIMIT 1)
        UNION ALL
        SELECT (SELECT chat_messages.room_id::text FROM chat_messages
                WHERE chat_messages.user_id = author AND chat_messages.room_id > found.room_id
                ORDER BY chat_messages.room_id LIMIT 1)
        FROM found
        WHERE found.room_id IS NOT NULL)
    SELECT room_id FROM found WHERE room_id IS NOT NULL
$$;

-- The rooms in which a user has reacted.
CREATE FUNCTION chat_rooms_reacted_in(author uuid) RETURNS SETOF text
    LANGUAGE sql
    STABLE
AS
$$
    WITH RECURSIVE found (room_id) AS (
        (SELECT chat_reactions.room_id::text FROM chat_reactions WHERE chat_reactions.user_id = author ORDER BY chat_reactions.room_id LIMIT 1)
        UNION ALL
        SELECT (SELECT chat_reactions.room_id::text FROM chat_reactions
                WHERE chat_reactions.user_id = author AND chat_reactions.room_id > found.room_id
                ORDER BY chat_reactions.room_id LIMIT 1)
        FROM found
        WHERE found.room_id IS NOT NULL)
    SELECT room_id FROM found WHERE room_id IS NOT NULL
$$;

-- Before the memberships are removed with the user.
CREATE FUNCTION chat_begin_erasure() RETURNS trigger
    LANGUAGE plpgsql
    SECURITY DEFINER
AS
$$
BEGIN
    INSERT INTO chat_erasures (user_id, room_id)
    SELECT OLD.id, involved.room_id
    FROM (SELECT room_id FROM chat_members WHERE user_id = OLD.id
          UNION
          SELECT room_id FROM chat_sent WHERE user_id = OLD.id
          UNION
          SELECT * FROM chat_rooms_reacted_in(OLD.id)
          UNION
          SELECT * FROM chat_rooms_written_in(OLD.id)) AS involved
             JOIN chat_rooms ON chat_rooms.id = involved.room_id
    ON CONFLICT DO NOTHING;
    RETURN OLD;
END
$$;

CREATE TRIGGER users_begin_erasure BEFORE DELETE ON users FOR EACH ROW EXECUTE FUNCTION chat_begin_erasure();
DROP TRIGGER users_keep_messages ON users;

-- Whatever the schemas are of whoever uses it.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION chat_begin_erasure() SET search_path = %I, pg_temp', current_schema());
END $$;
