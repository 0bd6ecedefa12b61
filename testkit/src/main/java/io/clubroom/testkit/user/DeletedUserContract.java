package io.clubroom.testkit.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.RefreshToken;
import io.clubroom.domain.auth.RefreshTokens;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.identity.SignInCode;
import io.clubroom.domain.identity.SignInCodes;
import io.clubroom.domain.identity.Subject;
import io.clubroom.domain.identity.UserIdentities;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserDirectory;
import io.clubroom.domain.user.UserFilter;
import io.clubroom.domain.user.UserOrder;
import io.clubroom.domain.user.Users;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The consequences of deleting a user, over any adapters. The store is empty when a test begins. */
public interface DeletedUserContract {
    Instant NOW = UserFixture.CREATED_AT;
    Instant LATER = NOW.plus(Duration.ofDays(1));

    Transactions transactions();

    Users users();

    UserDirectory directory();

    RefreshTokens refreshTokens();

    TokenRevocations revocations();

    UserIdentities identities();

    SignInCodes signInCodes();

    Rooms rooms();

    Messages messages();

    /** Deletes the user as an administrator. */
    void delete(User user);

    private User stored() {
        User user = UserFixture.user().build();
        users().add(user);
        return user;
    }

    private RefreshToken refreshToken(User user) {
        RefreshToken token = new RefreshToken(
                SecretHash.of(UUID.randomUUID().toString()), UUID.randomUUID(), user.id(), 0, NOW, LATER, null);
        refreshTokens().add(token);
        return token;
    }

    private Optional<RefreshToken> find(RefreshToken token) {
        return transactions().call(() -> refreshTokens().lock(token.hash()));
    }

    private SignInCode signInCode(User user) {
        SignInCode code = new SignInCode(SecretHash.of(UUID.randomUUID().toString()), user.id(), 0, LATER);
        signInCodes().add(code);
        return code;
    }

    private Subject identity(User user) {
        Subject subject = new Subject("github", UUID.randomUUID().toString());
        transactions().call(() -> {
            users().lock(user.id());
            identities().link(subject, user.id(), NOW);
            return true;
        });
        return subject;
    }

    private void say(Room room, User sender, String text) {
        messages()
                .append(List.of(new Draft(
                        new MessageId(UUID.randomUUID()),
                        room.id(),
                        sender.id(),
                        sender.tokenVersion(),
                        new MessageText(text),
                        null,
                        NOW)));
    }

    @Test
    default void the_user_is_gone_and_their_names_are_free() {
        User user = stored();

        delete(user);

        assertThat(users().find(user.id())).isEmpty();
        users().add(UserFixture.user()
                .username(user.username().value())
                .email(user.email().value())
                .build());
    }

    @Test
    default void lists_and_statistics_are_without_the_user() {
        User user = stored();
        User other = stored();

        delete(user);

        assertThat(directory().list(UserFilter.ALL, UserOrder.NEWEST_FIRST, null, 10))
                .contains(other)
                .doesNotContain(user);
        assertThat(directory().statistics(NOW).total()).isEqualTo(directory().count(UserFilter.ALL));
    }

    @Test
    default void every_access_token_of_the_user_is_revoked_and_nobody_elses() {
        User user = stored();
        User other = stored();

        delete(user);

        assertThat(revocations().isRevoked(new Actor.SignedIn(user.id(), Role.CLIENT, 0)))
                .isTrue();
        assertThat(revocations().isRevoked(new Actor.SignedIn(user.id(), Role.CLIENT, 1_000_000)))
                .isTrue();
        assertThat(revocations().isRevoked(new Actor.SignedIn(other.id(), Role.CLIENT, 0)))
                .isFalse();
    }

    @Test
    default void every_refresh_token_of_the_user_is_gone_and_nobody_elses() {
        User user = stored();
        RefreshToken first = refreshToken(user);
        RefreshToken second = refreshToken(user);
        RefreshToken others = refreshToken(stored());

        delete(user);

        assertThat(find(first)).isEmpty();
        assertThat(find(second)).isEmpty();
        assertThat(find(others)).contains(others);
    }

    @Test
    default void a_code_from_an_external_sign_in_is_good_for_nothing() {
        User user = stored();
        SignInCode code = signInCode(user);
        SignInCode others = signInCode(stored());

        delete(user);

        assertThat(transactions().call(() -> signInCodes().take(code.hash()))).isEmpty();
        assertThat(transactions().call(() -> signInCodes().take(others.hash()))).contains(others);
    }

    @Test
    default void linked_external_accounts_can_be_linked_to_somebody_else() {
        User user = stored();
        Subject subject = identity(user);
        User other = stored();
        Subject others = identity(other);

        delete(user);

        assertThat(identities().find(subject)).isEmpty();
        assertThat(identities().find(others)).contains(other.id());
        transactions().call(() -> {
            users().lock(other.id());
            identities().link(subject, other.id(), NOW);
            return true;
        });
        assertThat(identities().find(subject)).contains(other.id());
    }

    @Test
    default void messages_stay_in_their_places_without_an_author() {
        Room room = new Room(new RoomId("deleted-user"), new RoomName("Deleted user"), NOW);
        rooms().add(room);
        User user = stored();
        User other = stored();
        say(room, user, "one");
        say(room, other, "two");
        say(room, user, "three");

        delete(user);

        List<Message> newest = messages().newest(room.id(), 0, Long.MAX_VALUE, 10);
        assertThat(newest).extracting(Message::seq).containsExactly(3L, 2L, 1L);
        assertThat(newest).extracting(message -> message.text().value()).containsExactly("three", "two", "one");
        assertThat(newest.get(0).author()).isNull();
        assertThat(newest.get(1).author()).isNotNull();
        assertThat(newest.get(2).author()).isNull();
    }
}
