-- For pages in the order of (key, id) that start behind a known (key, id).
CREATE INDEX users_created_at_id_idx ON users (created_at, id);
CREATE INDEX users_role_created_at_id_idx ON users (role, created_at, id);
CREATE INDEX users_full_name_id_idx ON users (lower(full_name) COLLATE "C", id);
