ALTER TABLE users
    DROP CONSTRAINT check_valid_role,
    ADD CONSTRAINT check_valid_role CHECK (role IN ('client', 'trainer', 'admin'));
