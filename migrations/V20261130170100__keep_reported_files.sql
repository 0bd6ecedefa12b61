-- Files of a message that was reported stay when the message is deleted, until the last report of it goes.
CREATE FUNCTION chat_remove_reported_files() RETURNS trigger
    LANGUAGE plpgsql
    -- Whoever may remove users need not know of their reports.
    SECURITY DEFINER
AS
$$
BEGIN
    DELETE FROM files
    WHERE files.message_id IN (
        SELECT gone.message_id
        FROM gone JOIN chat_messages ON chat_messages.id = gone.message_id
        WHERE chat_messages.deleted
          AND NOT EXISTS (SELECT FROM chat_reports WHERE chat_reports.message_id = gone.message_id));
    RETURN NULL;
END
$$;

CREATE TRIGGER chat_reports_remove_files AFTER DELETE ON chat_reports
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION chat_remove_reported_files();

-- Whatever the schemas are of whoever uses it.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION chat_remove_reported_files() SET search_path = %I, pg_temp', current_schema());
END $$;
