-- A database that was taken over may have times without a zone; they were UTC.
DO $$
DECLARE
    place record;
BEGIN
    FOR place IN
        SELECT table_name, column_name, data_type
        FROM information_schema.columns
        WHERE table_schema = current_schema()
          AND (table_name, column_name) IN (
              ('users', 'created_at'), ('users', 'updated_at'), ('chat_rooms', 'created_at'), ('chat_messages', 'created_at'))
    LOOP
        IF place.data_type = 'timestamp without time zone' THEN
            EXECUTE format('ALTER TABLE %1$I ALTER COLUMN %2$I DROP DEFAULT', place.table_name, place.column_name);
            EXECUTE format('ALTER TABLE %1$I ALTER COLUMN %2$I TYPE timestamptz USING %2$I AT TIME ZONE ''UTC''',
                place.table_name, place.column_name);
        END IF;
        EXECUTE format('UPDATE %1$I SET %2$I = now() WHERE %2$I IS NULL', place.table_name, place.column_name);
        EXECUTE format('ALTER TABLE %1$I ALTER COLUMN %2$I SET DEFAULT now(), ALTER COLUMN %2$I SET NOT NULL',
            place.table_name, place.column_name);
    END LOOP;
END $$;
