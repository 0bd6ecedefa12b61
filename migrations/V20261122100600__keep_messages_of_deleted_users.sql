-- A message outlives its writer. A database that was taken over may call its foreign key anything, or have none.
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN
        SELECT conname FROM pg_constraint
        JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
        WHERE conrelid = 'chat_messages'::regclass AND contype = 'f' AND attname = 'user_id'
    LOOP
        EXECUTE format('ALTER TABLE chat_messages DROP CONSTRAINT %I', name);
    END LOOP;
END $$;

ALTER TABLE chat_messages ALTER COLUMN user_id DROP NOT NULL;
UPDATE chat_messages SET user_id = NULL
WHERE user_id IS NOT NULL AND NOT EXISTS (SELECT FROM users WHERE users.id = chat_messages.user_id);
ALTER TABLE chat_messages
    ADD CONSTRAINT chat_messages_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL;

-- Without it the removal of a user reads every message.
CREATE INDEX chat_messages_user_id_idx ON chat_messages (user_id);

INSERT INTO chat_rooms (id, name) VALUES ('general', 'General'), ('support', 'Support') ON CONFLICT (id) DO NOTHING;
