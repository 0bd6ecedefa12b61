package io.clubroom.memory.user;

import io.clubroom.domain.user.Admins;
import io.clubroom.domain.user.Role;
import io.clubroom.memory.InMemoryTransactions;

/** The administrators among the users in memory. */
public final class InMemoryAdmins implements Admins {
    private final InMemoryTransactions transactions;
    private final UserTable table;

    public InMemoryAdmins(InMemoryUsers users) {
        this.transactions = users.transactions();
        this.table = users.table();
    }

    @Override
    public void lock() {
        // Units of work happen one after the other anyway.
        transactions.require();
    }

    @Override
    public long count() {
        return transactions.call(() -> table.count(Role.ADMIN, true));
    }
}
