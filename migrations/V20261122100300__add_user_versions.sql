-- version counts the changes of a user; tokens that bear a lower token_version than the user's have ended.
ALTER TABLE users
    ADD COLUMN version bigint NOT NULL DEFAULT 0,
    ADD COLUMN token_version integer NOT NULL DEFAULT 0;
