package io.clubroom.persistence;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A database and a {@link Node} on it for the tests of a class, each of which finds it empty. */
public final class EmptyStore implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    private static final int CONNECTIONS = 12;

    private DatabaseUrl database;
    private Node node;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        database = TestDatabase.migrated();
        node = Node.on(database, CONNECTIONS);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        Sql.execute(
                database,
                "TRUNCATE users, refresh_tokens, token_revocations, sign_in_attempts, chat_messages, mails,"
                        + " announcements, link_requests CASCADE");
    }

    @Override
    public void afterAll(ExtensionContext context) {
        node.close();
    }

    public DatabaseUrl database() {
        return database;
    }

    public Node node() {
        return node;
    }
}
