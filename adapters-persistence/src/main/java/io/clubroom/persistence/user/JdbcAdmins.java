package io.clubroom.persistence.user;

import io.clubroom.domain.user.Admins;
import io.clubroom.domain.user.Role;
import io.clubroom.persistence.JdbcTransactions;
import jakarta.inject.Singleton;

/** Administrators in PostgreSQL, protected by an advisory lock. */
@Singleton
public final class JdbcAdmins implements Admins {
    /** The key of the advisory lock: "clubroom" in ASCII. */
    private static final long LOCK = 0x636C_7562_726F_6F6DL;

    private final UserRows rows;
    private final JdbcTransactions transactions;

    JdbcAdmins(UserRows rows, JdbcTransactions transactions) {
        this.rows = rows;
        this.transactions = transactions;
    }

    @Override
    public void lock() {
        transactions.require();
        rows.lock(LOCK);
    }

    @Override
    public long count() {
        return rows.countByRoleAndActive(Role.ADMIN.text(), true);
    }
}
