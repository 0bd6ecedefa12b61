-- Ordered byte by byte, the same on every machine; so must the comparisons be that are to use them.
CREATE UNIQUE INDEX users_username_key_ci ON users (lower(username) COLLATE "C");
CREATE UNIQUE INDEX users_email_key_ci ON users (lower(email) COLLATE "C");
