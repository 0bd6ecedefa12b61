package io.clubroom.persistence.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.chat.HandOverRooms;
import io.clubroom.application.user.DeleteUser;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.RefreshTokens;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.identity.SignInCodes;
import io.clubroom.domain.identity.UserIdentities;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserDirectory;
import io.clubroom.domain.user.Users;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.persistence.Node;
import io.clubroom.testkit.user.DeletedUserContract;
import io.clubroom.testkit.user.UserFixture;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcDeletedUserTest implements DeletedUserContract {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    @Override
    public void delete(User user) {
        Node node = STORE.node();
        DeleteUser deleteUser = new DeleteUser(
                node.transactions(),
                node.users(),
                node.admins(),
                node.revocations(),
                node.roomMembers(),
                new HandOverRooms(node.rooms(), node.roomMembers(), node.relay()),
                node.relay());
        User admin = UserFixture.admin().build();
        users().add(admin);
        assertThat(deleteUser.delete(Actor.SignedIn.of(admin), user.id(), _ -> true))
                .isEqualTo(new DeleteUser.Result.Deleted());
    }

    @Override
    public Transactions transactions() {
        return STORE.node().transactions();
    }

    @Override
    public Users users() {
        return STORE.node().users();
    }

    @Override
    public UserDirectory directory() {
        return STORE.node().directory();
    }

    @Override
    public RefreshTokens refreshTokens() {
        return STORE.node().refreshTokens();
    }

    @Override
    public TokenRevocations revocations() {
        return STORE.node().revocations();
    }

    @Override
    public UserIdentities identities() {
        return STORE.node().identities();
    }

    @Override
    public SignInCodes signInCodes() {
        return STORE.node().signInCodes();
    }

    @Override
    public Rooms rooms() {
        return STORE.node().rooms();
    }

    @Override
    public Messages messages() {
        return STORE.node().messages();
    }
}
