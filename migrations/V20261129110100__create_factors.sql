-- Secrets of authenticator apps (RFC 6238), encrypted. A new one is active when the user has confirmed it.
CREATE TABLE totp_secrets (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    active boolean NOT NULL,
    content bytea NOT NULL,
    -- The newest time step whose code was used, and which of the two before: a code is good once.
    last_step bigint NOT NULL,
    steps_before smallint NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, active)
);

-- Finds what was encrypted with another key than the current one, whose first bytes follow the number of the format.
CREATE INDEX totp_secrets_key_idx ON totp_secrets ((substring(content FROM 1 FOR 9)));
CREATE INDEX totp_secrets_pending_idx ON totp_secrets (created_at) WHERE NOT active;

-- Known by a slow, salted hash only.
CREATE TABLE recovery_codes (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    code_hash bytea NOT NULL,
    salt bytea NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, code_hash)
);

-- Wrong answers to the question for a second factor; the latest ones block an account.
CREATE TABLE wrong_answers (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    purpose varchar(12) NOT NULL,
    answered_at timestamptz NOT NULL
);

CREATE INDEX wrong_answers_user_id_idx ON wrong_answers (user_id, purpose, answered_at);
CREATE INDEX wrong_answers_answered_at_idx ON wrong_answers (answered_at);

-- Sign-ins that wait for the second factor. Their tokens are known by their SHA-256 only.
CREATE TABLE pending_sign_ins (
    token_hash bytea PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    token_version integer NOT NULL,
    method varchar(10) NOT NULL,
    authentication_methods varchar(60) NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE INDEX pending_sign_ins_user_id_idx ON pending_sign_ins (user_id);
CREATE INDEX pending_sign_ins_expires_at_idx ON pending_sign_ins (expires_at);

-- Public keys of credentials (WebAuthn). A passkey works only at the relying party that it was made for.
CREATE TABLE passkeys (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    rp_id varchar(253) NOT NULL,
    credential_id bytea NOT NULL UNIQUE,
    public_key bytea NOT NULL,
    sign_count bigint NOT NULL,
    transports varchar(200) NOT NULL,
    backup_eligible boolean NOT NULL,
    backed_up boolean NOT NULL,
    name varchar(100) NOT NULL,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz
);

CREATE INDEX passkeys_user_id_idx ON passkeys (user_id);
CREATE INDEX passkeys_rp_id_idx ON passkeys (rp_id);

CREATE TABLE passkey_challenges (
    id uuid PRIMARY KEY,
    challenge bytea NOT NULL,
    purpose varchar(20) NOT NULL,
    user_id uuid REFERENCES users (id) ON DELETE CASCADE,
    expires_at timestamptz NOT NULL
);

CREATE INDEX passkey_challenges_user_id_idx ON passkey_challenges (user_id);
CREATE INDEX passkey_challenges_expires_at_idx ON passkey_challenges (expires_at);
