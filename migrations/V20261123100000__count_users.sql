-- How many users there are of each kind, so that nobody has to read them all to know. Each change adds a row of what it changed, so that no
-- two changes wait for one another as they would for a counter; the number of a kind is the sum of its rows. Triggers write them, whoever
-- changes users, in the same transaction.
CREATE TABLE user_counts (
    role varchar(20) NOT NULL,
    active boolean NOT NULL,
    change bigint NOT NULL
);

CREATE FUNCTION count_users() RETURNS trigger
    LANGUAGE plpgsql
    -- Who may change users need not know of this table.
    SECURITY DEFINER
AS
$$
BEGIN
    CASE TG_OP
        WHEN 'INSERT' THEN
            INSERT INTO user_counts SELECT role, active, count(*) FROM come GROUP BY role, active;
        WHEN 'DELETE' THEN
            INSERT INTO user_counts SELECT role, active, -count(*) FROM gone GROUP BY role, active;
        WHEN 'UPDATE' THEN
            INSERT INTO user_counts
            SELECT role, active, sum(change)
            FROM (SELECT role, active, 1 AS change FROM come UNION ALL SELECT role, active, -1 FROM gone) AS changes
            GROUP BY role, active
            HAVING sum(change) <> 0;
        WHEN 'TRUNCATE' THEN
            DELETE FROM user_counts;
            RETURN NULL;
    END CASE;
    -- Once in a while the rows are added up. Those that somebody else is adding up are passed over, for nobody waits here; with a snapshot of
    -- long ago they could not be told from others.
    IF FOUND AND random() < 0.03 AND current_setting('transaction_isolation') = 'read committed' THEN
        WITH taken AS (
            DELETE FROM user_counts
            WHERE ctid = ANY (ARRAY(SELECT ctid FROM user_counts FOR UPDATE SKIP LOCKED))
            RETURNING role, active, change)
        INSERT INTO user_counts
        SELECT role, active, sum(change) FROM taken GROUP BY role, active HAVING sum(change) <> 0;
    END IF;
    RETURN NULL;
END
$$;

-- Whatever the schemas are of whoever changes users.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION count_users() SET search_path = %I, pg_temp', current_schema());
END $$;

CREATE TRIGGER users_count_insert AFTER INSERT ON users
    REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION count_users();
CREATE TRIGGER users_count_update AFTER UPDATE ON users
    REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION count_users();
CREATE TRIGGER users_count_delete AFTER DELETE ON users
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION count_users();
CREATE TRIGGER users_count_truncate AFTER TRUNCATE ON users
    FOR EACH STATEMENT EXECUTE FUNCTION count_users();

-- Nobody can change users between the triggers and this.
INSERT INTO user_counts SELECT role, active, count(*) FROM users GROUP BY role, active;
