-- A database that was taken over may have an enumeration for the roles, or any constraint on them.
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN
        SELECT conname FROM pg_constraint
        JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
        WHERE conrelid = 'users'::regclass AND contype = 'c' AND attname = 'role'
    LOOP
        EXECUTE format('ALTER TABLE users DROP CONSTRAINT %I', name);
    END LOOP;
END $$;

ALTER TABLE users ALTER COLUMN role DROP DEFAULT;
ALTER TABLE users ALTER COLUMN role TYPE varchar(20) USING lower(role::text);
UPDATE users SET role = 'client' WHERE role IS NULL;
ALTER TABLE users
    ALTER COLUMN role SET DEFAULT 'client',
    ALTER COLUMN role SET NOT NULL,
    ADD CONSTRAINT users_role_check CHECK (role IN ('client', 'trainer', 'admin'));
