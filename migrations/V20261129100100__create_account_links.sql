-- Links in mails are known by the SHA-256 of their tokens only, and codes by a keyed hash.
CREATE TABLE account_links (
    token_hash bytea PRIMARY KEY,
    -- The newest link of a user has the highest.
    number bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    purpose varchar(12) NOT NULL,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    email varchar(254) NOT NULL,
    folded_email text COLLATE "C" NOT NULL GENERATED ALWAYS AS (fold_case(email)) STORED,
    code_hash bytea,
    wrong_codes integer NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE INDEX account_links_user_id_idx ON account_links (user_id, purpose, number);
CREATE INDEX account_links_expires_at_idx ON account_links (expires_at);

-- Each registration looks here for a reservation of the address.
CREATE INDEX account_links_reserved_idx ON account_links (folded_email) WHERE purpose = 'restore';

-- What anybody asked for, before it is known who has the address.
CREATE TABLE link_requests (
    number bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    email varchar(254) NOT NULL,
    purpose varchar(12) NOT NULL,
    created_at timestamptz NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
