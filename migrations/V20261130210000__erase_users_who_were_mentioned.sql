-- Messages also mention users who have done nothing in their rooms.
CREATE OR REPLACE FUNCTION chat_begin_erasure() RETURNS trigger
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
          SELECT * FROM chat_rooms_mentioned_in(OLD.id)
          UNION
          SELECT * FROM chat_rooms_reacted_in(OLD.id)
          UNION
          SELECT * FROM chat_rooms_written_in(OLD.id)) AS involved
             JOIN chat_rooms ON chat_rooms.id = involved.room_id
    ON CONFLICT DO NOTHING;
    RETURN OLD;
END
$$;

-- Whatever the schemas are of whoever uses it.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION chat_begin_erasure() SET search_path = %I, pg_temp', current_schema());
END $$;
