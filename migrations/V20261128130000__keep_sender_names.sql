-- A message of the predecessor keeps the name that its author had when it was written. The name is shown once the author no longer exists.
-- Messages of this server have none.
DO $$
BEGIN
    IF EXISTS (
        SELECT FROM pg_attribute
        WHERE attrelid = 'chat_messages'::regclass AND attname = 'sender_name' AND NOT attisdropped) THEN
        ALTER TABLE chat_messages ALTER COLUMN sender_name DROP NOT NULL;
    ELSE
        ALTER TABLE chat_messages ADD COLUMN sender_name varchar(100);
    END IF;
END $$;
