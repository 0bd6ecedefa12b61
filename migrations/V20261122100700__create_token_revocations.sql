-- The access tokens of this user with a version below token_version have ended; a row may go when the last of them has expired.
-- It outlives its user: hence no foreign key.
CREATE TABLE token_revocations (
    user_id uuid PRIMARY KEY,
    token_version integer NOT NULL,
    revoked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz NOT NULL
);

CREATE INDEX token_revocations_revoked_at_idx ON token_revocations (revoked_at);
