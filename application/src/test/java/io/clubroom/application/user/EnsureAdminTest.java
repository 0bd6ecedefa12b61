package io.clubroom.application.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.application.Club;
import io.clubroom.application.user.EnsureAdmin.Result;
import io.clubroom.domain.identity.Subject;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.user.DuplicateUser;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.TakenNames;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.UserFilter;
import io.clubroom.domain.user.Username;
import io.clubroom.domain.user.Users;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.user.UserFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnsureAdminTest {
    private static final Email EMAIL = Email.of("admin@localhost");

    private final Club club = new Club();

    private Result ensure(Email email) {
        return club.ensureAdmin().ensure(email, () -> Club.PASSWORD, _ -> {});
    }

    private User appointed() {
        return club.users.findByEmail(EMAIL).orElseThrow();
    }

    @Test
    void creates_an_administrator_if_there_is_none() {
        Result result = ensure(EMAIL);

        User admin = appointed();
        assertThat(result).isEqualTo(new Result.Appointed(admin));
        assertThat(admin)
                .isEqualTo(User.registered(
                                admin.id(),
                                new Username("admin"),
                                EMAIL,
                                new FullName("Administrator"),
                                Role.ADMIN,
                                Club.NOW)
                        .with(UserChange.NOTHING.withPasswordHash(admin.passwordHash())));
        assertThat(club.passwords.verify(Club.PASSWORD, admin.passwordHash())).isTrue();
    }

    @Test
    void changes_nothing_if_there_is_an_administrator() {
        User admin = club.join(UserFixture.admin());
        User client = club.join(UserFixture.user().email("admin@localhost"));
        AtomicInteger passwordsMade = new AtomicInteger();
        List<User> appointed = new ArrayList<>();

        Result result = club.ensureAdmin()
                .ensure(
                        EMAIL,
                        () -> {
                            passwordsMade.incrementAndGet();
                            return Club.PASSWORD;
                        },
                        appointed::add);

        assertThat(result).isEqualTo(new Result.AlreadyThere());
        assertThat(club.stored(admin)).isEqualTo(admin);
        assertThat(club.stored(client)).isEqualTo(client);
        assertThat(passwordsMade).hasValue(0);
        assertThat(appointed).isEmpty();
    }

    @Test
    void creates_another_if_the_only_administrator_is_inactive() {
        User inactive = club.join(UserFixture.admin().inactive());

        assertThat(ensure(EMAIL)).isInstanceOf(Result.Appointed.class);

        assertThat(club.stored(inactive)).isEqualTo(inactive);
        assertThat(club.admins.count()).isEqualTo(1);
    }

    @Test
    void promotes_the_user_with_the_address_and_ends_their_tokens() {
        User client = club.join(UserFixture.user()
                .email("Admin@LOCALHOST")
                .inactive()
                .version(4)
                .tokenVersion(3));

        Result result = club.ensureAdmin().ensure(EMAIL, () -> Password.of("NewSecurePass456"), _ -> {});

        User admin = club.stored(client);
        assertThat(result).isEqualTo(new Result.Appointed(admin));
        assertThat(admin.role()).isEqualTo(Role.ADMIN);
        assertThat(admin.active()).isTrue();
        assertThat(admin.username()).isEqualTo(client.username());
        assertThat(admin.email()).isEqualTo(client.email());
        assertThat(club.passwords.verify(Password.of("NewSecurePass456"), admin.passwordHash()))
                .isTrue();
        assertThat(admin.version()).isEqualTo(5);
        assertThat(club.isRevoked(admin.id(), 3)).isTrue();
        assertThat(club.isRevoked(admin.id(), admin.tokenVersion())).isFalse();
        assertThat(club.directory.count(UserFilter.ALL)).isEqualTo(1);
    }

    @Test
    void unlinks_the_external_accounts_of_the_promoted_user() {
        User client = club.join(UserFixture.user().email("admin@localhost"));
        Subject subject = new Subject("google", "1");
        club.identities.link(subject, client.id(), Club.NOW);

        ensure(EMAIL);

        assertThat(club.identities.find(subject)).isEmpty();
    }

    @Test
    void tries_other_usernames_if_the_first_choices_are_taken() {
        club.join(UserFixture.user().username("Admin"));
        club.join(UserFixture.user().username("admin2"));

        ensure(EMAIL);

        assertThat(appointed().username()).isEqualTo(new Username("admin3"));
    }

    @ParameterizedTest
    @CsvSource({
        "admin@localhost, admin",
        "john.smith-1_x@example.com, john.smith-1_x",
        "o'neil+club@example.com, o_neil_club",
        "jo@example.com, admin_jo",
        "x@example.com, admin_x"
    })
    void derives_the_username_from_the_address(String address, String username) {
        Email email = Email.of(address);

        ensure(email);

        assertThat(club.users.findByEmail(email).orElseThrow().username()).isEqualTo(Username.of(username));
    }

    @Test
    void derives_a_username_of_at_most_50_characters_even_with_a_number() {
        Email email = Email.of("x".repeat(64) + "@example.com");
        club.join(UserFixture.user().username("x".repeat(50)));

        ensure(email);

        assertThat(club.users.findByEmail(email).orElseThrow().username()).isEqualTo(Username.of("x".repeat(49) + "2"));
    }

    @Test
    void announces_the_administrator_before_the_commit() {
        EnsureAdmin ensureAdmin = club.ensureAdmin();

        assertThatThrownBy(() -> ensureAdmin.ensure(EMAIL, () -> Club.PASSWORD, admin -> {
                    assertThat(admin.email()).isEqualTo(EMAIL);
                    throw new IllegalStateException("nobody can hear it");
                }))
                .hasMessage("nobody can hear it");

        assertThat(club.users.findByEmail(EMAIL)).isEmpty();
        assertThat(ensure(EMAIL)).isInstanceOf(Result.Appointed.class);
    }

    @RepeatedTest(10)
    void appoints_and_announces_one_administrator_when_two_nodes_start_together() {
        List<EnsureAdmin> nodes = List.of(club.ensureAdmin(), club.ensureAdmin());
        List<Password> told = new CopyOnWriteArrayList<>();

        List<Result> results = Race.of(2, i -> {
            Password own = Password.of("Of-node-number-" + i);
            return nodes.get(i).ensure(EMAIL, () -> own, _ -> told.add(own));
        });

        assertThat(results).containsExactlyInAnyOrder(new Result.AlreadyThere(), new Result.Appointed(appointed()));
        assertThat(club.directory.count(UserFilter.ALL)).isEqualTo(1);
        assertThat(told)
                .singleElement()
                .satisfies(password -> assertThat(
                                club.passwords.verify(password, appointed().passwordHash()))
                        .isTrue());
    }

    @Test
    void promotes_a_user_who_registers_the_address_concurrently() {
        UserFixture rival = UserFixture.user().username("rival").email("admin@localhost");
        AtomicInteger refusals = new AtomicInteger();
        Users users = new UsersAround(club.users) {
            @Override
            public void add(User user) {
                refusals.incrementAndGet();
                throw new DuplicateUser(new TakenNames(false, true));
            }

            @Override
            public Optional<User> findByEmail(Email email) {
                if (refusals.get() == 1) {
                    club.join(rival);
                }
                return super.findByEmail(email);
            }
        };

        assertThat(club.ensureAdmin(users).ensure(EMAIL, () -> Club.PASSWORD, _ -> {}))
                .isInstanceOf(Result.Appointed.class);

        assertThat(appointed().username()).isEqualTo(new Username("rival"));
        assertThat(appointed().isActiveAdmin()).isTrue();
    }

    @Test
    void gives_up_when_every_username_is_taken() {
        Users users = new UsersAround(club.users) {
            @Override
            public void add(User user) {
                throw new DuplicateUser(new TakenNames(true, false));
            }
        };

        assertThatThrownBy(() -> club.ensureAdmin(users).ensure(EMAIL, () -> Club.PASSWORD, _ -> {}))
                .isInstanceOf(DuplicateUser.class);
    }
}
