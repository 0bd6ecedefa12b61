-- The text of an announcement, encrypted, once for all recipients.
CREATE TABLE announcements (
    id uuid PRIMARY KEY,
    content bytea NOT NULL
);

-- What a mail says is encrypted in content until it is sent; a mail of an announcement has none of its own. Without foreign keys, because
-- 100,000 recipients would each be looked up: a user and an announcement that are gone are noticed when the mail is to be sent.
--
-- Each attempt to send a mail leaves a dead row, which the next search for a due mail has to skip: vacuum comes early.
CREATE TABLE mails (
    id uuid PRIMARY KEY,
    kind varchar(30) NOT NULL,
    recipient varchar(254) NOT NULL,
    subject text NOT NULL,
    status varchar(10) NOT NULL,
    -- Mails with a lower number are sent first.
    urgency smallint NOT NULL,
    attempts integer NOT NULL,
    last_error text,
    created_at timestamptz NOT NULL,
    sent_at timestamptz,
    next_attempt_at timestamptz NOT NULL,
    expires_at timestamptz,
    content bytea,
    announcement_id uuid,
    user_id uuid
) WITH (
    autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_cost_delay = 0,
    autovacuum_analyze_scale_factor = 0.05
);

CREATE INDEX mails_due_idx ON mails (urgency, next_attempt_at) WHERE status = 'queued';
CREATE INDEX mails_created_at_idx ON mails (created_at, id);
CREATE INDEX mails_status_idx ON mails (status, created_at, id);
CREATE INDEX mails_announcement_id_idx ON mails (announcement_id) WHERE announcement_id IS NOT NULL;

-- Finds what was encrypted with another key than the current one, whose first bytes follow the number of the format.
CREATE INDEX mails_key_idx ON mails ((substring(content FROM 1 FOR 9))) WHERE content IS NOT NULL;
