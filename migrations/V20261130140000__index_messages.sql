-- The index with which messages are found by parts of their text (docs/adr/0036). Messages are added to it after they were stored, by the servers.

-- The messages up to indexed_seq are in the index. Whether there are others is noted by itself, so that those rooms are found among many. The
-- constant defaults make this a change of the catalog only.
ALTER TABLE chat_rooms
    ADD COLUMN indexed_seq bigint NOT NULL DEFAULT 0,
    ADD COLUMN search_pending boolean NOT NULL DEFAULT true;
ALTER TABLE chat_rooms ALTER COLUMN search_pending SET DEFAULT false;

CREATE INDEX chat_rooms_search_pending ON chat_rooms (id) WHERE search_pending;

CREATE FUNCTION chat_note_new_messages() RETURNS trigger
    LANGUAGE plpgsql
AS
$$
BEGIN
    NEW.search_pending := true;
    RETURN NEW;
END
$$;

CREATE TRIGGER chat_rooms_note_new_messages BEFORE UPDATE OF last_seq ON chat_rooms
    FOR EACH ROW WHEN (NEW.last_seq > OLD.last_seq AND NOT OLD.search_pending) EXECUTE FUNCTION chat_note_new_messages();

-- Messages whose text has changed, or that were removed; their keys in the index have to follow.
CREATE TABLE chat_search_changes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id uuid NOT NULL,
    room_id varchar(100) NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE FUNCTION chat_note_changed_message() RETURNS trigger
    LANGUAGE plpgsql
    -- Whoever may change messages need not know of the index.
    SECURITY DEFINER
AS
$$
BEGIN
    INSERT INTO chat_search_changes (message_id, room_id, created_at) VALUES (NEW.id, NEW.room_id, NEW.created_at);
    RETURN NULL;
END
$$;

CREATE TRIGGER chat_messages_note_change AFTER UPDATE OF content ON chat_messages
    FOR EACH ROW WHEN (NEW.content IS DISTINCT FROM OLD.content) EXECUTE FUNCTION chat_note_changed_message();

CREATE FUNCTION chat_note_removed_messages() RETURNS trigger
    LANGUAGE plpgsql
    SECURITY DEFINER
AS
$$
BEGIN
    INSERT INTO chat_search_changes (message_id, room_id, created_at) SELECT id, room_id, created_at FROM removed;
    RETURN NULL;
END
$$;

CREATE TRIGGER chat_messages_note_removal AFTER DELETE ON chat_messages
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION chat_note_removed_messages();

-- Times are microseconds of the epoch. What the columns contain is said by the classes Segment, Marks and Postings; substrings of the records are
-- read without the rest, because they are not compressed.
CREATE TABLE chat_search_segments (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    documents integer NOT NULL,
    bits integer NOT NULL,
    oldest bigint NOT NULL,
    newest bigint NOT NULL,
    marks bytea NOT NULL,
    records bytea NOT NULL,
    private_rooms bytea
);

ALTER TABLE chat_search_segments ALTER COLUMN marks SET STORAGE EXTERNAL, ALTER COLUMN records SET STORAGE EXTERNAL, ALTER COLUMN private_rooms SET STORAGE EXTERNAL;

-- Written and removed together with its segment.
CREATE TABLE chat_search_postings (
    segment_id bigint NOT NULL,
    number integer NOT NULL,
    postings bytea NOT NULL,
    PRIMARY KEY (segment_id, number)
) WITH (toast_tuple_target = 8160);

ALTER TABLE chat_search_postings ALTER COLUMN postings SET STORAGE EXTERNAL;

-- Whatever the schemas are of whoever uses them.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['chat_note_new_messages', 'chat_note_changed_message', 'chat_note_removed_messages'] LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', name, current_schema());
    END LOOP;
END $$;
