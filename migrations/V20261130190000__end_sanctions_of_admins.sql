-- Administrators can be neither muted nor banned, and nobody may lift what they have from before: it ends when they become administrators,
-- whoever makes them such.
CREATE FUNCTION chat_end_sanctions() RETURNS trigger
    LANGUAGE plpgsql
    -- Whoever may change users need not know of this table.
    SECURITY DEFINER
AS
$$
BEGIN
    DELETE FROM chat_sanctions WHERE user_id = NEW.id;
    RETURN NULL;
END
$$;

-- Whatever the schemas are of whoever changes users.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION chat_end_sanctions() SET search_path = %I, pg_temp', current_schema());
END $$;

CREATE TRIGGER users_end_sanctions AFTER UPDATE OF role ON users
    FOR EACH ROW WHEN (NEW.role = 'admin' AND OLD.role <> 'admin') EXECUTE FUNCTION chat_end_sanctions();

-- Nobody can change users between the trigger and this.
DELETE FROM chat_sanctions USING users WHERE users.id = chat_sanctions.user_id AND users.role = 'admin';
