-- The token in the link is known by its SHA-256 only. An address has one current invitation at most: one that was neither accepted nor
-- withdrawn, nor expired before another one took its place.
CREATE TABLE invitations (
    id uuid PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE,
    email varchar(254) NOT NULL,
    folded_email text COLLATE "C" NOT NULL GENERATED ALWAYS AS (fold_case(email)) STORED,
    role varchar(20) NOT NULL,
    room_ids text[] NOT NULL,
    invited_by uuid REFERENCES users (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    accepted_at timestamptz,
    withdrawn_at timestamptz,
    is_current boolean NOT NULL
);

CREATE UNIQUE INDEX invitations_current_idx ON invitations (folded_email) WHERE is_current;
CREATE INDEX invitations_created_at_idx ON invitations (created_at, id);
CREATE INDEX invitations_invited_by_idx ON invitations (invited_by, created_at, id);
