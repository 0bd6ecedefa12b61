-- A search for a part of a name or an address looks up its groups of three characters, instead of reading everybody.
--
-- The extension comes with PostgreSQL, but not every server has it installed, or lets the owner of a database use it. Without it
-- everything works; only searches among very many users take longer.
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE INDEX users_search_idx ON users
        USING gin (lower(username) gin_trgm_ops, lower(email) gin_trgm_ops, lower(full_name) gin_trgm_ops);
EXCEPTION
    WHEN insufficient_privilege OR undefined_file OR undefined_object OR feature_not_supported THEN
        RAISE NOTICE 'no index for searches: %', SQLERRM;
END $$;
