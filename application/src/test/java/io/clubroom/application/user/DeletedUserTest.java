package io.clubroom.application.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.RefreshTokens;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.identity.SignInCodes;
import io.clubroom.domain.identity.UserIdentities;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserDirectory;
import io.clubroom.domain.user.Users;
import io.clubroom.testkit.user.DeletedUserContract;
import io.clubroom.testkit.user.UserFixture;

class DeletedUserTest implements DeletedUserContract {
    private final Club club = new Club();
    private final User admin = club.join(UserFixture.admin());

    @Override
    public void delete(User user) {
        assertThat(club.deleteUser.delete(Club.as(admin), user.id(), _ -> true))
                .isEqualTo(new DeleteUser.Result.Deleted());
    }

    @Override
    public Transactions transactions() {
        return club.transactions;
    }

    @Override
    public Users users() {
        return club.users;
    }

    @Override
    public UserDirectory directory() {
        return club.directory;
    }

    @Override
    public RefreshTokens refreshTokens() {
        return club.refreshTokens;
    }

    @Override
    public TokenRevocations revocations() {
        return club.revocations;
    }

    @Override
    public UserIdentities identities() {
        return club.identities;
    }

    @Override
    public SignInCodes signInCodes() {
        return club.signInCodes;
    }

    @Override
    public Rooms rooms() {
        return club.rooms;
    }

    @Override
    public Messages messages() {
        return club.messages;
    }
}
