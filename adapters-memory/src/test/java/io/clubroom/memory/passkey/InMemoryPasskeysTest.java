package io.clubroom.memory.passkey;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.passkey.Passkeys;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.passkey.PasskeysContract;

class InMemoryPasskeysTest implements PasskeysContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryPasskeys passkeys = new InMemoryPasskeys(transactions, users);

    @Override
    public Passkeys passkeys() {
        return passkeys;
    }

    @Override
    public Users users() {
        return users;
    }

    @Override
    public Transactions transactions() {
        return transactions;
    }
}
