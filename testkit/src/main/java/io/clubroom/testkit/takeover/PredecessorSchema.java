package io.clubroom.testkit.takeover;

import java.util.List;
import java.util.stream.Collectors;

/** The schema of the predecessor (the Rust service), made by its migrations. A database may be at any of them. */
public final class PredecessorSchema {
    /** The published password that the predecessor gave to all accounts that had none. */
    public static final String DEFAULT_PASSWORD = "AdminPass123";

    public static final String DEFAULT_HASH = "$2a$12$N9qo8uLOickgx2ZMRZoMyeIJXcc6N.U1gdsGnb/G/IlPA5QQyfwmy";

    /**
     * A migration.
     *
     * @param version its version in the table {@code _sqlx_migrations}
     */
    public record Step(long version, String description, List<String> statements) {}

    private static final List<Step> STEPS = List.of(
            new Step(20250306220539L, "create users table", List.of("""
                CREATE TABLE users (
                    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
                    username VARCHAR(255) NOT NULL UNIQUE,
                    email VARCHAR(255) NOT NULL UNIQUE,
                    full_name VARCHAR(255),
                    active BOOLEAN NOT NULL DEFAULT TRUE,
                    created_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
                    updated_at TIMESTAMPTZ NOT NULL DEFAULT NOW())
                """)),
            new Step(
                    20250307212522L,
                    "add phone number and required full name",
                    List.of(
                            "ALTER TABLE users ADD COLUMN phone_number VARCHAR(20)",
                            "UPDATE users SET full_name = 'Unknown' WHERE full_name IS NULL",
                            "ALTER TABLE users ALTER COLUMN full_name SET NOT NULL")),
            new Step(
                    20250307215355L,
                    "add password support",
                    List.of("ALTER TABLE users ADD COLUMN password_hash VARCHAR(255) NOT NULL DEFAULT '" + DEFAULT_HASH
                            + "'")),
            new Step(
                    20250308143333L,
                    "add user role",
                    List.of(
                            "ALTER TABLE users ADD COLUMN role VARCHAR(20) NOT NULL DEFAULT 'client'",
                            "ALTER TABLE users ADD CONSTRAINT check_valid_role CHECK (role IN ('client', 'trainer'))")),
            new Step(
                    20250315121806L,
                    "add admin role",
                    List.of(
                            "ALTER TABLE users DROP CONSTRAINT check_valid_role",
                            "ALTER TABLE users ADD CONSTRAINT check_valid_role"
                                    + " CHECK (role IN ('client', 'trainer', 'admin'))",
                            "COMMENT ON COLUMN users.role IS 'client, trainer or admin'")),
            new Step(
                    20250315121828L,
                    "create chat tables",
                    List.of(
                            """
                            CREATE TABLE chat_rooms (
                                id VARCHAR(50) PRIMARY KEY,
                                name VARCHAR(100) NOT NULL,
                                created_at TIMESTAMPTZ NOT NULL DEFAULT NOW())
                            """,
                            """
                            CREATE TABLE chat_messages (
                                id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
                                sender_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                                sender_name VARCHAR(100) NOT NULL,
                                content TEXT NOT NULL,
                                room_id VARCHAR(50) NOT NULL REFERENCES chat_rooms (id) ON DELETE CASCADE,
                                created_at TIMESTAMPTZ NOT NULL DEFAULT NOW())
                            """,
                            "CREATE INDEX idx_chat_messages_room_id ON chat_messages (room_id)",
                            "CREATE INDEX idx_chat_messages_sender_id ON chat_messages (sender_id)",
                            "CREATE INDEX idx_chat_messages_created_at ON chat_messages (created_at)",
                            """
                            INSERT INTO chat_rooms (id, name) VALUES ('general', 'General Chat'), ('support', 'Support Channel')
                            """)),
            new Step(
                    20250315121847L,
                    "create appointments table",
                    List.of(
                            """
                            CREATE TABLE appointments (
                                id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
                                client_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                                trainer_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                                title VARCHAR(255) NOT NULL,
                                appointment_date DATE NOT NULL,
                                start_time TIME NOT NULL,
                                duration_minutes INTEGER NOT NULL,
                                status VARCHAR(20) NOT NULL DEFAULT 'scheduled',
                                notes TEXT,
                                created_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
                                updated_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
                                CONSTRAINT check_valid_status CHECK (status IN ('scheduled', 'completed', 'cancelled')),
                                CONSTRAINT check_different_users CHECK (client_id <> trainer_id))
                            """,
                            "CREATE INDEX idx_appointments_client_id ON appointments (client_id)",
                            "CREATE INDEX idx_appointments_trainer_id ON appointments (trainer_id)",
                            "CREATE INDEX idx_appointments_date ON appointments (appointment_date)",
                            "CREATE INDEX idx_appointments_status ON appointments (status)")),
            new Step(
                    20250317223800L,
                    "modify appointments",
                    List.of("""
                        ALTER TABLE appointments
                            DROP COLUMN title,
                            DROP COLUMN notes,
                            ADD COLUMN type VARCHAR(20) NOT NULL DEFAULT 'training'
                                CONSTRAINT check_valid_type
                                CHECK (type IN ('training', 'check-in', 'consultation', 'assessment')),
                            ADD COLUMN location VARCHAR(100),
                            DROP CONSTRAINT check_valid_status,
                            ADD CONSTRAINT check_valid_status
                                CHECK (status IN ('scheduled', 'completed', 'canceled', 'no-show'))
                        """, "ALTER TABLE appointments ALTER COLUMN type DROP DEFAULT")));

    private PredecessorSchema() {}

    /** All migrations in their order. */
    public static List<Step> steps() {
        return STEPS;
    }

    /** The statements that make the predecessor's history of its first migrations. */
    public static List<String> history(int steps) {
        return List.of(
                """
                CREATE TABLE _sqlx_migrations (
                    version BIGINT PRIMARY KEY,
                    description TEXT NOT NULL,
                    installed_on TIMESTAMPTZ NOT NULL DEFAULT now(),
                    success BOOLEAN NOT NULL,
                    checksum BYTEA NOT NULL,
                    execution_time BIGINT NOT NULL)
                """,
                STEPS.subList(0, steps).stream()
                        .map(step -> "(" + step.version + ", '" + step.description + "', TRUE, '\\x00', 1)")
                        .collect(Collectors.joining(
                                ", ",
                                "INSERT INTO _sqlx_migrations (version, description, success, checksum,"
                                        + " execution_time) VALUES ",
                                "")));
    }
}
