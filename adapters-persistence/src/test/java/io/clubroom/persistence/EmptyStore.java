package io.clubroom.persistence;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A database and a {@link Node} on it for the tests of a class, each of which finds it empty. */
public final class EmptyStore implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    private static final int CONNECTIONS = 12;

    /** Removing users empties the tables that refer to them. */
    private static final List<String> TABLES = List.of(
            "chat_messages",
            "chat_search_changes",
            "chat_search_segments",
            "chat_search_postings",
            "users",
            "chat_erasures",
            "contents",
            "token_revocations",
            "session_revocations",
            "sign_in_attempts",
            "mails",
            "announcements",
            "link_requests",
            "invitations");

    private DatabaseUrl database;
    private Node node;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        if (isNested(context)) {
            return;
        }
        database = TestDatabase.migrated();
        node = Node.on(database, CONNECTIONS);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        // Faster than TRUNCATE, which makes new files for each table and index.
        Sql.execute(
                database, TABLES.stream().map(table -> "DELETE FROM " + table).toArray(String[]::new));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (!isNested(context)) {
            node.close();
        }
    }

    /** The tests of nested classes share what the outer one has. */
    private static boolean isNested(ExtensionContext context) {
        return context.getRequiredTestClass().isAnnotationPresent(Nested.class);
    }

    public DatabaseUrl database() {
        return database;
    }

    public Node node() {
        return node;
    }
}
