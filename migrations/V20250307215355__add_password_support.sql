-- Accounts that are older than passwords get none, rather than one that all of them share.
ALTER TABLE users ADD COLUMN password_hash VARCHAR(255);
