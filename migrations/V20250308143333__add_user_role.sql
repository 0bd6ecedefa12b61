ALTER TABLE users
    ADD COLUMN role VARCHAR(20) NOT NULL DEFAULT 'client',
    ADD CONSTRAINT check_valid_role CHECK (role IN ('client', 'trainer'));
