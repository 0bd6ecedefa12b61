ALTER TABLE users ADD COLUMN phone_number VARCHAR(20);

UPDATE users SET full_name = username WHERE full_name IS NULL;
ALTER TABLE users ALTER COLUMN full_name SET NOT NULL;
