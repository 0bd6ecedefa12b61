-- Usernames and e-mail addresses are unique in any case (users_username_key_ci, users_email_key_ci), so the predecessor's constraints on their
-- exact spelling are redundant. They also make these columns a key in PostgreSQL's sense: every update that sets them locks the row FOR UPDATE
-- and waits for transactions that hold it FOR KEY SHARE, such as those of which the user is the actor.
--
-- A constraint that a foreign key of another table refers to stays.
DO $$
DECLARE
    index_name text;
    constraint_name text;
BEGIN
    FOR index_name, constraint_name IN
        SELECT indexrelid::regclass::text, conname
        FROM pg_index
                 JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
                 LEFT JOIN pg_constraint ON conindid = indexrelid AND contype = 'u'
        WHERE indrelid = 'users'::regclass
          AND indisunique
          AND indnkeyatts = 1
          AND attname IN ('username', 'email')
          AND indpred IS NULL
          AND NOT EXISTS (SELECT FROM pg_constraint referring WHERE referring.conindid = indexrelid AND referring.contype = 'f')
    LOOP
        IF constraint_name IS NULL THEN
            EXECUTE format('DROP INDEX %s', index_name);
        ELSE
            EXECUTE format('ALTER TABLE users DROP CONSTRAINT %I', constraint_name);
        END IF;
    END LOOP;
END $$;
