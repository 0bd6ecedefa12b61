package io.clubroom.bootstrap.architecture.planted.application;

import io.clubroom.application.auth.OpenSession;
import io.clubroom.application.auth.Session;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.user.User;
import java.util.UUID;

/** Violation: opens a session outside a transaction. */
public final class OpensSessions {
    private final Transactions transactions;
    private final OpenSession openSession;

    OpensSessions(Transactions transactions, OpenSession openSession) {
        this.transactions = transactions;
        this.openSession = openSession;
    }

    Session outside(User user, UUID id) {
        return openSession.open(user, id);
    }

    /** No violation. */
    Session inside(User user, UUID id) {
        return transactions.call(() -> openSession.open(user, id));
    }
}
