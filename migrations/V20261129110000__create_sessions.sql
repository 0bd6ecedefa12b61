-- A sign-in and what was made of it by refreshing: the family of its refresh tokens has the same id. A session of the version before has
-- no row until it is refreshed.
CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- Below the user's, the session has ended.
    token_version integer NOT NULL,
    -- Tokens of the session with a lower version have ended.
    lowest_token_version integer NOT NULL,
    method varchar(10) NOT NULL,
    -- Values of amr (RFC 8176), separated by spaces.
    authentication_methods varchar(60) NOT NULL,
    authenticated_at timestamptz NOT NULL,
    address varchar(45),
    user_agent varchar(300),
    created_at timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    -- When the last of its access tokens expires.
    access_expires_at timestamptz NOT NULL
) WITH (fillfactor = 80);

CREATE INDEX sessions_user_id_idx ON sessions (user_id, created_at DESC);
CREATE INDEX sessions_expires_at_idx ON sessions (expires_at);

-- Sessions that ended before their access tokens expired; a row may go when these have.
CREATE TABLE session_revocations (
    session_id uuid PRIMARY KEY,
    revoked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz NOT NULL
);

CREATE INDEX session_revocations_revoked_at_idx ON session_revocations (revoked_at);

-- The one session whose tokens a revocation spares.
ALTER TABLE token_revocations ADD COLUMN except_session uuid;
