package io.clubroom.application.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.application.auth.OpenedSession;
import io.clubroom.application.auth.RefreshSession;
import io.clubroom.application.auth.SignIn;
import io.clubroom.application.identity.AdmitIdentity.Result;
import io.clubroom.application.user.UpdateUser;
import io.clubroom.domain.identity.ExternalIdentity;
import io.clubroom.domain.identity.Subject;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.UserFilter;
import io.clubroom.domain.user.Username;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.user.UserFixture;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class AdmitIdentityTest {
    private static final Subject SUBJECT = new Subject("google", "1234");

    private final Club club = new Club();

    private static ExternalIdentity identity(Subject subject, @Nullable String email) {
        return new ExternalIdentity(subject, email == null ? null : Email.of(email), "Ada Lovelace");
    }

    private Result admit(Subject subject, @Nullable String email) {
        return club.admitIdentity().admit(identity(subject, email));
    }

    private User admitted(Subject subject, @Nullable String email) {
        return ((Result.Admitted) admit(subject, email)).user();
    }

    @Test
    void creates_a_client_without_a_password_for_an_unused_address() {
        User user = admitted(SUBJECT, "Ada.L@example.com");

        assertThat(club.stored(user)).isEqualTo(user);
        assertThat(user)
                .isEqualTo(User.registered(
                                user.id(),
                                new Username("Ada.L"),
                                new Email("Ada.L@example.com"),
                                new FullName("Ada Lovelace"),
                                Role.CLIENT,
                                Club.NOW)
                        .withVerifiedEmail());
        assertThat(admitted(SUBJECT, null)).isEqualTo(user);
        assertThat(club.signIn.signIn(user.email(), Club.PASSWORD, Device.UNKNOWN))
                .isEqualTo(new SignIn.Result.WrongCredentials());
    }

    @Test
    void a_linked_account_signs_in_its_user_whatever_the_addresses_are() {
        User user = admitted(SUBJECT, "ada@example.com");
        User other = club.join(UserFixture.user().email("new@example.com"));

        assertThat(admitted(SUBJECT, "new@example.com").id()).isEqualTo(user.id());
        assertThat(club.stored(other)).isEqualTo(other);
    }

    @Test
    void refuses_an_unlinked_account_without_a_verified_address() {
        assertThat(admit(SUBJECT, null)).isEqualTo(new Result.EmailUnverified());

        assertThat(club.identities.find(SUBJECT)).isEmpty();
        assertThat(club.directory.count(UserFilter.ALL)).isZero();
    }

    @Test
    void links_a_user_with_a_verified_address_and_changes_nothing_else() {
        User user = club.join(UserFixture.user().email("ada@example.com").verified());

        assertThat(admitted(SUBJECT, "ADA@example.com")).isEqualTo(user);

        assertThat(club.stored(user)).isEqualTo(user);
        assertThat(club.identities.find(SUBJECT)).contains(user.id());
        assertThat(club.signIn.signIn(user.email(), Club.PASSWORD, Device.UNKNOWN))
                .isInstanceOf(SignIn.Result.SignedIn.class);
    }

    @Test
    void reclaims_a_user_that_a_stranger_registered() {
        User user = club.join(UserFixture.user().email("ada@example.com").tokenVersion(4));
        OpenedSession session =
                ((SignIn.Result.SignedIn) club.signIn.signIn(user.email(), Club.PASSWORD, Device.UNKNOWN)).session();

        User reclaimed = admitted(SUBJECT, "ada@example.com");

        assertThat(reclaimed).isEqualTo(club.stored(user));
        assertThat(reclaimed.id()).isEqualTo(user.id());
        assertThat(reclaimed.passwordHash()).isNull();
        assertThat(reclaimed.emailVerified()).isTrue();
        assertThat(club.signIn.signIn(user.email(), Club.PASSWORD, Device.UNKNOWN))
                .isEqualTo(new SignIn.Result.WrongCredentials());
        assertThat(club.isRevoked(user.id(), 4)).isTrue();
        assertThat(club.isRevoked(user.id(), reclaimed.tokenVersion())).isFalse();
        assertThat(club.refreshSession.refresh(session.refreshToken(), Device.UNKNOWN))
                .isEqualTo(new RefreshSession.Result.Refused());
    }

    @Test
    void registers_nobody_with_an_address_that_its_user_can_take_back() {
        User ada = club.join(UserFixture.user().email("ada@example.com"));
        UserChange change = UserChange.NOTHING.withEmail(new Email("thief@example.com"));
        club.updateUser.update(Club.as(ada), new UpdateUser.Command(ada.id(), change, null, null, _ -> true));

        assertThat(admit(SUBJECT, "ada@example.com")).isEqualTo(new Result.EmailTaken());

        assertThat(club.identities.find(SUBJECT)).isEmpty();
    }

    @Test
    void removes_the_links_of_a_reclaimed_user() {
        Subject strangers = new Subject("github", "666");
        User stranger = admitted(strangers, "stranger@example.com");
        UserChange change = UserChange.NOTHING.withEmail(new Email("ada@example.com"));
        club.users.update(stranger.changed(change, Club.NOW));

        User ada = admitted(SUBJECT, "ada@example.com");

        assertThat(ada.id()).isEqualTo(stranger.id());
        assertThat(club.identities.find(strangers)).isEmpty();
        assertThat(admitted(strangers, "stranger@example.com").id()).isNotEqualTo(ada.id());
    }

    @Test
    void links_a_second_account_without_revoking_tokens() {
        User user = admitted(SUBJECT, "ada@example.com");

        assertThat(admitted(new Subject("github", "1"), "ada@example.com")).isEqualTo(user);
        assertThat(admitted(SUBJECT, "ada@example.com")).isEqualTo(user);
    }

    @Test
    void refuses_an_inactive_user_linked_or_not_and_changes_nothing() {
        User user = club.join(UserFixture.user().email("ada@example.com").inactive());

        assertThat(admit(SUBJECT, "ada@example.com")).isEqualTo(new Result.Inactive());
        assertThat(club.stored(user)).isEqualTo(user);
        assertThat(club.identities.find(SUBJECT)).isEmpty();

        User linked = admitted(new Subject("github", "1"), "ben@example.com");
        UserChange off = UserChange.NOTHING.withActive(false);
        club.users.update(linked.changed(off, Club.NOW));

        assertThat(admit(new Subject("github", "1"), "ben@example.com")).isEqualTo(new Result.Inactive());
    }

    @Test
    void appends_a_suffix_to_a_taken_username() {
        for (int i = 0; i < 15; i++) {
            String domain = "d" + i + ".example.com";
            User user = admitted(new Subject("google", domain), "ada@" + domain);
            assertThat(user.username().value()).matches(i == 0 ? "ada" : i < 9 ? "ada" + (i + 1) : "ada_[0-9a-f]{8}");
        }
    }

    @Test
    void uses_the_username_as_the_full_name_if_the_provider_has_no_valid_name() {
        for (String name : List.of("", "\0\0\0", "X", "\u202E\u202E")) {
            Subject subject = new Subject("google", "for " + name);
            Result result = club.admitIdentity()
                    .admit(new ExternalIdentity(subject, Email.of("ada" + name.hashCode() + "@example.com"), name));
            User user = ((Result.Admitted) result).user();
            assertThat(user.fullName().value()).isEqualTo(user.username().value());
        }
        Result result = club.admitIdentity().admit(new ExternalIdentity(SUBJECT, Email.of("b@example.com"), null));
        assertThat(((Result.Admitted) result).user().fullName()).isEqualTo(new FullName("user_b"));
    }

    @Test
    void gives_nobody_a_full_name_that_the_chat_uses() {
        assertThat(admittedAs("System", "ada@example.com").fullName().value()).isEqualTo("ada");
        assertThat(admittedAs("Deleted user", "system@example.com").fullName().value())
                .isEqualTo("New user");
        assertThat(admittedAs("DELETED USER", "deleted.user@example.com")
                        .fullName()
                        .value())
                .isEqualTo("New user");
    }

    private User admittedAs(String displayName, String email) {
        return ((Result.Admitted) club.admitIdentity()
                        .admit(new ExternalIdentity(new Subject("google", email), Email.of(email), displayName)))
                .user();
    }

    @RepeatedTest(5)
    void ten_first_sign_ins_at_once_make_one_user() {
        List<User> users = Race.of(10, _ -> admitted(SUBJECT, "ada@example.com"));

        assertThat(users).containsOnly(users.getFirst());
        assertThat(club.directory.count(UserFilter.ALL)).isEqualTo(1);
    }

    @RepeatedTest(5)
    void ten_first_sign_ins_at_once_with_different_providers_make_one_user() {
        List<User> users = Race.of(10, i -> admitted(new Subject("issuer " + i, "1"), "ada@example.com"));

        assertThat(users).containsOnly(users.getFirst());
        assertThat(club.directory.count(UserFilter.ALL)).isEqualTo(1);
    }
}
