package io.clubroom.memory.user;

import io.clubroom.domain.user.Admins;
import io.clubroom.domain.user.Role;
import io.clubroom.memory.InMemoryTransactions;

/** Guards the last administrator among {@link InMemoryUsers}. */
public final class InMemoryAdmins implements Admins {
    private final InMemoryTransactions transactions;
    private final UserTable table;

    public InMemoryAdmins(InMemoryUsers users) {
        this.transactions = users.transactions();
        this.table = users.table();
    }

    @Override
    public void lock() {
        // Transactions run one at a time anyway.
        transactions.require();
    }

    @Override
    public long count() {
        return transactions.call(() -> table.count(Role.ADMIN, true));
    }
}
