package io.clubroom.persistence.invitation;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.invitation.Invitations;
import io.clubroom.domain.user.Users;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.testkit.invitation.InvitationsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcInvitationsTest implements InvitationsContract {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    @Override
    public Invitations invitations() {
        return STORE.node().invitations();
    }

    @Override
    public Users users() {
        return STORE.node().users();
    }

    @Override
    public Transactions transactions() {
        return STORE.node().transactions();
    }
}
