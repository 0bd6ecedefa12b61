-- The index with which messages are found by parts of their text (docs/adr/0037). Messages are added to it after they were stored, by the servers.

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
    created_at timestamptz NOT NULL,
    has_text boolean NOT NULL
);

-- Those that searches have to read.
CREATE INDEX chat_search_changes_has_text_idx ON chat_search_changes (message_id) WHERE has_text;

CREATE FUNCTION chat_note_changed_message() RETURNS trigger
    LANGUAGE plpgsql
    -- Whoever may change messages need not know of the index.
    SECURITY DEFINER
AS
$$
BEGIN
    INSERT INTO chat_search_changes (message_id, room_id, created_at, has_text)
    VALUES (NEW.id, NEW.room_id, NEW.created_at, NEW.content <> '');
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
    INSERT INTO chat_search_changes (message_id, room_id, created_at, has_text)
    SELECT id, room_id, created_at, false FROM removed;
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
    private_rooms bytea,
    has_keys boolean NOT NULL
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

-- Puts messages that are in no segment into segments without keys, about as many as given, the oldest of each room. The order is that of
-- DocumentRecord.
CREATE FUNCTION chat_search_list(most bigint, documents_each integer) RETURNS void
    LANGUAGE plpgsql
AS
$$
DECLARE
    rooms text[];
    firsts bigint[];
    lasts bigint[];
BEGIN
    SELECT array_agg(id), array_agg(indexed_seq + 1), array_agg(indexed_seq + ceil((last_seq - indexed_seq) * part)::bigint)
    INTO rooms, firsts, lasts
    FROM (SELECT id, indexed_seq, last_seq, least(1, most / sum(last_seq - indexed_seq) OVER ()) AS part
          FROM chat_rooms WHERE search_pending AND last_seq > indexed_seq) AS pending;

    INSERT INTO chat_search_segments (documents, bits, oldest, newest, marks, records, has_keys)
    SELECT count(*), 0, min(micros), max(micros),
           string_agg(int8send(micros), ''::bytea ORDER BY place) FILTER (WHERE place % documents_each % 64 = 0),
           string_agg(int8send(micros) || uuid_send(id), ''::bytea ORDER BY place),
           false
    FROM (SELECT message.id, (extract(epoch FROM message.created_at) * 1000000)::bigint AS micros,
                 row_number() OVER (ORDER BY message.created_at, message.id) - 1 AS place
          FROM unnest(rooms, firsts, lasts) AS wanted (id, first, last)
              JOIN chat_messages AS message
                  ON message.room_id = wanted.id AND message.seq >= wanted.first AND message.seq <= wanted.last) AS ordered
    GROUP BY place / documents_each;

    PERFORM FROM chat_rooms WHERE id = ANY (rooms) ORDER BY id FOR NO KEY UPDATE;
    UPDATE chat_rooms SET indexed_seq = done.last, search_pending = chat_rooms.last_seq > done.last
    FROM unnest(rooms, lasts) AS done (id, last)
    WHERE chat_rooms.id = done.id;
END
$$;

-- Whatever the schemas are of whoever uses them.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['chat_note_new_messages', 'chat_note_changed_message', 'chat_note_removed_messages', 'chat_search_list'] LOOP
        EXECUTE format('ALTER FUNCTION %I SET search_path = %I, pg_temp', name, current_schema());
    END LOOP;
END $$;
