ALTER TABLE users
    ADD COLUMN read_receipts boolean NOT NULL DEFAULT TRUE,
    -- direct_and_mentions or off
    ADD COLUMN email_notices text NOT NULL DEFAULT 'direct_and_mentions';
