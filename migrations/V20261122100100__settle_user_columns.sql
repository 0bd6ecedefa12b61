-- The application sets updated_at; a trigger of a database that was taken over would set it to something else than was answered.
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN
        SELECT tgname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
        WHERE tgrelid = 'users'::regclass AND NOT tgisinternal AND prosrc ILIKE '%updated_at%'
    LOOP
        EXECUTE format('DROP TRIGGER %I ON users', name);
    END LOOP;
END $$;

ALTER TABLE users
    ALTER COLUMN email TYPE varchar(254),
    ALTER COLUMN phone_number TYPE varchar(32);

-- Who signs in elsewhere has no password here.
ALTER TABLE users
    ALTER COLUMN password_hash TYPE varchar(255),
    ALTER COLUMN password_hash DROP DEFAULT,
    ALTER COLUMN password_hash DROP NOT NULL;

UPDATE users SET active = TRUE WHERE active IS NULL;
ALTER TABLE users
    ALTER COLUMN active SET DEFAULT TRUE,
    ALTER COLUMN active SET NOT NULL;

UPDATE users SET full_name = username WHERE full_name IS NULL OR trim(full_name) = '';
ALTER TABLE users
    ALTER COLUMN full_name DROP DEFAULT,
    ALTER COLUMN full_name SET NOT NULL;
