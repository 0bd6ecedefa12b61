-- What the store of files has to keep. A row is made before the content is written, so that a crash leaves nothing there that is not
-- known. When what refers to it is removed, in whatever way, a trigger releases it; it is then removed from the store, and the row last.
CREATE TABLE contents (
    id uuid PRIMARY KEY,
    -- The part of the store: the last byte of the id.
    shard smallint NOT NULL GENERATED ALWAYS AS (get_byte(uuid_send(id), 15)) STORED,
    -- begun, used or removed
    state varchar(7) NOT NULL,
    changed_at timestamptz NOT NULL
) WITH (fillfactor = 80);

CREATE INDEX contents_shard_idx ON contents (shard);
CREATE INDEX contents_not_used_idx ON contents (changed_at) WHERE state <> 'used';

-- When a node has begun to compare each part of the store with the contents in use.
CREATE TABLE content_sweeps (
    shard smallint PRIMARY KEY,
    begun_at timestamptz NOT NULL
);

INSERT INTO content_sweeps (shard, begun_at)
SELECT shard, '2000-01-01 00:00:00Z' FROM generate_series(0, 255) AS shard;

CREATE TABLE files (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name varchar(255) NOT NULL,
    media_type varchar(127) NOT NULL,
    size bigint NOT NULL,
    sha256 bytea NOT NULL,
    width integer,
    height integer,
    content_id uuid NOT NULL REFERENCES contents (id),
    created_at timestamptz NOT NULL,
    -- The message that the file is attached to, its room, and the place among the files of that message, from 0.
    message_id uuid,
    room_id varchar(100) REFERENCES chat_rooms (id) ON DELETE CASCADE,
    place smallint,
    CHECK ((message_id IS NULL) = (room_id IS NULL) AND (message_id IS NULL) = (place IS NULL))
);

CREATE INDEX files_user_id_idx ON files (user_id, created_at DESC, id DESC) INCLUDE (size);
CREATE INDEX files_content_id_idx ON files (content_id);
CREATE INDEX files_message_id_idx ON files (message_id, place) WHERE message_id IS NOT NULL;
CREATE INDEX files_room_id_idx ON files (room_id) WHERE room_id IS NOT NULL;
CREATE INDEX files_unused_idx ON files (created_at) WHERE message_id IS NULL;

CREATE TABLE thumbnails (
    file_id uuid NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    size smallint NOT NULL,
    media_type varchar(127) NOT NULL,
    content_id uuid NOT NULL REFERENCES contents (id),
    PRIMARY KEY (file_id, size)
);

CREATE INDEX thumbnails_content_id_idx ON thumbnails (content_id);

-- Uploads in parts (tus). The file has the same id.
CREATE TABLE uploads (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name varchar(255) NOT NULL,
    metadata text NOT NULL,
    length bigint NOT NULL,
    received bigint NOT NULL,
    parts integer NOT NULL,
    finished boolean NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
) WITH (fillfactor = 80);

CREATE INDEX uploads_user_id_idx ON uploads (user_id) INCLUDE (length, expires_at) WHERE NOT finished;
CREATE INDEX uploads_user_id_all_idx ON uploads (user_id);
CREATE INDEX uploads_expires_at_idx ON uploads (expires_at);

CREATE TABLE upload_parts (
    upload_id uuid NOT NULL REFERENCES uploads (id) ON DELETE CASCADE,
    start bigint NOT NULL,
    length bigint NOT NULL,
    content_id uuid NOT NULL REFERENCES contents (id),
    PRIMARY KEY (upload_id, start)
);

CREATE INDEX upload_parts_content_id_idx ON upload_parts (content_id);

CREATE TABLE avatars (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    size smallint NOT NULL,
    content_id uuid NOT NULL REFERENCES contents (id),
    PRIMARY KEY (user_id, size)
);

CREATE INDEX avatars_content_id_idx ON avatars (content_id);

-- Another id with each picture; null without one.
ALTER TABLE users ADD COLUMN avatar_id uuid;

CREATE FUNCTION release_contents() RETURNS trigger
    LANGUAGE plpgsql
AS
$$
BEGIN
    UPDATE contents SET state = 'removed', changed_at = clock_timestamp()
    FROM gone
    WHERE contents.id = gone.content_id;
    RETURN NULL;
END
$$;

CREATE TRIGGER files_release_contents AFTER DELETE ON files
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION release_contents();
CREATE TRIGGER thumbnails_release_contents AFTER DELETE ON thumbnails
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION release_contents();
CREATE TRIGGER upload_parts_release_contents AFTER DELETE ON upload_parts
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION release_contents();
CREATE TRIGGER avatars_release_contents AFTER DELETE ON avatars
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION release_contents();

-- Whatever the schemas are of whoever deletes rows.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION release_contents() SET search_path = %I, pg_temp', current_schema());
END $$;

-- Which store has the contents: the id that its mark has, too. At most one row.
CREATE TABLE content_store (
    id uuid PRIMARY KEY,
    is_only boolean NOT NULL DEFAULT true UNIQUE CHECK (is_only)
);
