package io.clubroom.memory.invitation;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.invitation.Invitations;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.invitation.InvitationsContract;

class InMemoryInvitationsTest implements InvitationsContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryInvitations invitations = new InMemoryInvitations(transactions, users);

    @Override
    public Invitations invitations() {
        return invitations;
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
