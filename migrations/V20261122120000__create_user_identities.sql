-- Nobody's address was checked before there was a way to.
ALTER TABLE users ADD COLUMN email_verified boolean NOT NULL DEFAULT FALSE;

-- The accounts elsewhere with which users sign in. The ids of two issuers of OpenID Connect may be the same: the authority is the issuer then.
CREATE TABLE user_identities (
    authority text NOT NULL,
    subject text NOT NULL,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    linked_at timestamptz NOT NULL,
    PRIMARY KEY (authority, subject)
);

CREATE INDEX user_identities_user_id_idx ON user_identities (user_id);

-- Who was sent to a provider and is not back yet. State and browser are known by their SHA-256 only.
CREATE TABLE sign_in_attempts (
    state_hash bytea PRIMARY KEY,
    browser_hash bytea NOT NULL,
    provider varchar(20) NOT NULL,
    nonce text NOT NULL,
    code_verifier text NOT NULL,
    return_to text,
    expires_at timestamptz NOT NULL
);

CREATE INDEX sign_in_attempts_expires_at_idx ON sign_in_attempts (expires_at);

-- Sessions that are to be opened by a code, which is known by its SHA-256 only.
CREATE TABLE sign_in_codes (
    code_hash bytea PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    token_version integer NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE INDEX sign_in_codes_user_id_idx ON sign_in_codes (user_id);
CREATE INDEX sign_in_codes_expires_at_idx ON sign_in_codes (expires_at);
