-- Nobody who registered before had to prove the address. Who was welcomed is nobody's business but the server's: it sends that mail once.
ALTER TABLE users
    ADD COLUMN must_verify_email boolean NOT NULL DEFAULT FALSE,
    ADD COLUMN announcements boolean NOT NULL DEFAULT TRUE,
    ADD COLUMN welcomed boolean NOT NULL DEFAULT FALSE;
