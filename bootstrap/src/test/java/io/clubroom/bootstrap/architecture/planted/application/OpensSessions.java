package io.clubroom.bootstrap.architecture.planted.application;

import io.clubroom.application.auth.OpenSession;
import io.clubroom.application.auth.OpenedSession;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.session.SignInMethod;
import io.clubroom.domain.user.User;
import java.util.Set;

/** Violation: opens a session outside a transaction. */
public final class OpensSessions {
    private final Transactions transactions;
    private final OpenSession openSession;

    OpensSessions(Transactions transactions, OpenSession openSession) {
        this.transactions = transactions;
        this.openSession = openSession;
    }

    OpenedSession outside(User user) {
        return openSession.open(user, SignInMethod.PASSWORD, Set.of(), Device.UNKNOWN);
    }

    /** No violation. */
    OpenedSession inside(User user) {
        return transactions.call(() -> openSession.open(user, SignInMethod.PASSWORD, Set.of(), Device.UNKNOWN));
    }
}
