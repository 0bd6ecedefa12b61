package io.clubroom.application.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.application.Club;
import io.clubroom.application.user.CreateUser.Command;
import io.clubroom.application.user.CreateUser.Result;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.password.PasswordHash;
import io.clubroom.domain.password.PasswordHasher;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.PhoneNumber;
import io.clubroom.domain.user.RegistrationPolicy;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.TakenNames;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.UserFilter;
import io.clubroom.domain.user.Username;
import io.clubroom.memory.user.InMemoryNameClaims;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.Rival;
import io.clubroom.testkit.user.UserFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CreateUserTest {
    private final Club club = new Club();

    private static Command command(String username, String email, Role role) {
        return new Command(new Username(username), new Email(email), Club.PASSWORD, new FullName("John Smith"), role)
                .withPhoneNumber(new PhoneNumber("+1 234 567 890"));
    }

    private User created(Actor actor, Command command) {
        assertThat(club.createUser.create(actor, command)).isInstanceOf(Result.Created.class);
        return club.users.findByEmail(command.email()).orElseThrow();
    }

    @Test
    void stores_every_field_of_the_command() {
        User user = created(Actor.ANONYMOUS, command("jsmith", "john@example.com", Role.CLIENT));

        assertThat(user)
                .isEqualTo(User.registered(
                                user.id(),
                                new Username("jsmith"),
                                new Email("john@example.com"),
                                new FullName("John Smith"),
                                Role.CLIENT,
                                Club.NOW)
                        .with(UserChange.NOTHING
                                .withPhoneNumber(new PhoneNumber("+1 234 567 890"))
                                .withPasswordHash(user.passwordHash())));
        assertThat(club.passwords.verify(Club.PASSWORD, user.passwordHash())).isTrue();
    }

    @Test
    void returns_the_stored_user() {
        Result result = club.createUser.create(Actor.ANONYMOUS, command("jsmith", "john@example.com", Role.TRAINER));

        assertThat(result)
                .isEqualTo(new Result.Created(
                        club.users.findByEmail(new Email("john@example.com")).orElseThrow()));
    }

    @Test
    void gives_every_user_a_unique_id() {
        User first = created(Actor.ANONYMOUS, command("first", "first@example.com", Role.CLIENT));
        User second = created(Actor.ANONYMOUS, command("second", "second@example.com", Role.CLIENT));

        assertThat(first.id()).isNotEqualTo(second.id());
    }

    @ParameterizedTest
    @EnumSource
    void lets_an_administrator_register_every_role(Role role) {
        Actor admin = Club.as(club.join(UserFixture.admin()));

        assertThat(created(admin, command("jsmith", "john@example.com", role)).role())
                .isEqualTo(role);
    }

    @ParameterizedTest
    @EnumSource(names = {"CLIENT", "TRAINER"})
    void lets_nobody_else_register_an_administrator(Role role) {
        Actor user = Club.as(club.join(UserFixture.user().role(role)));
        Command command = command("jsmith", "john@example.com", Role.ADMIN);
        int hashes = club.passwords.hashes();

        assertThat(club.createUser.create(Actor.ANONYMOUS, command)).isEqualTo(new Result.RoleNotAllowed());
        assertThat(club.createUser.create(user, command)).isEqualTo(new Result.RoleNotAllowed());

        assertThat(club.users.findByEmail(command.email())).isEmpty();
        assertThat(club.passwords.hashes()).as("hashes").isEqualTo(hashes);
    }

    @Test
    void reports_which_names_are_taken() {
        club.join(UserFixture.user().username("jsmith").email("john@example.com"));
        int hashes = club.passwords.hashes();

        assertThat(club.createUser.create(Actor.ANONYMOUS, command("JSmith", "new@example.com", Role.CLIENT)))
                .isEqualTo(new Result.Taken(new TakenNames(true, false)));
        assertThat(club.createUser.create(Actor.ANONYMOUS, command("new", "John@Example.com", Role.CLIENT)))
                .isEqualTo(new Result.Taken(new TakenNames(false, true)));
        assertThat(club.createUser.create(Actor.ANONYMOUS, command("JSMITH", "JOHN@example.com", Role.CLIENT)))
                .isEqualTo(new Result.Taken(new TakenNames(true, true)));
        assertThat(club.directory.count(UserFilter.ALL)).isEqualTo(1);
        assertThat(club.passwords.hashes()).as("hashes").isEqualTo(hashes);
    }

    @Test
    void creates_exactly_one_of_24_users_who_register_one_name_concurrently() {
        List<Result> results = Race.of(
                24,
                i -> club.createUser.create(
                        Actor.ANONYMOUS,
                        command(i % 2 == 0 ? "jsmith" : "JSmith", "john" + i + "@example.com", Role.CLIENT)));

        assertThat(results).filteredOn(Result.Created.class::isInstance).hasSize(1);
        assertThat(results)
                .filteredOn(new Result.Taken(new TakenNames(true, false))::equals)
                .hasSize(23);
        assertThat(club.directory.count(UserFilter.ALL)).isEqualTo(1);
    }

    @Test
    void a_registration_waits_for_another_one_of_the_same_name_without_hashing() {
        List<Rival<Result>> rivals = new ArrayList<>();
        List<Result> others = new ArrayList<>();
        AtomicReference<CreateUser> createUser = new AtomicReference<>();
        Function<Command, Rival<Result>> start =
                command -> Rival.start(() -> createUser.get().create(Actor.ANONYMOUS, command));
        createUser.set(hashing(() -> {
            if (rivals.isEmpty()) {
                rivals.add(start.apply(command("JSmith", "mary@example.com", Role.CLIENT)));
                rivals.add(start.apply(command("mary", "JOHN@example.com", Role.CLIENT)));
                others.add(start.apply(command("smithers", "smith@example.com", Role.CLIENT))
                        .result());
                rivals.forEach(Rival::assertHeldBack);
            }
        }));

        Result first = createUser.get().create(Actor.ANONYMOUS, command("jsmith", "john@example.com", Role.CLIENT));

        assertThat(first).isInstanceOf(Result.Created.class);
        assertThat(others).singleElement().isInstanceOf(Result.Created.class);
        assertThat(rivals)
                .extracting(Rival::result)
                .containsExactly(
                        new Result.Taken(new TakenNames(true, false)), new Result.Taken(new TakenNames(false, true)));
        assertThat(club.passwords.hashes()).isEqualTo(2);
    }

    @Test
    void a_name_is_free_again_when_its_user_could_not_be_created() {
        AtomicInteger attempts = new AtomicInteger();
        List<Rival<Result>> rivals = new ArrayList<>();
        AtomicReference<CreateUser> createUser = new AtomicReference<>();
        Command command = command("jsmith", "john@example.com", Role.CLIENT);
        createUser.set(hashing(() -> {
            if (attempts.incrementAndGet() == 1) {
                rivals.add(Rival.start(() -> createUser.get().create(Actor.ANONYMOUS, command)));
                rivals.forEach(Rival::assertHeldBack);
                throw new IllegalStateException("on purpose");
            }
        }));

        assertThatThrownBy(() -> createUser.get().create(Actor.ANONYMOUS, command))
                .hasMessage("on purpose");

        assertThat(rivals).singleElement().extracting(Rival::result).isInstanceOf(Result.Created.class);
        assertThat(createUser.get().create(Actor.ANONYMOUS, command))
                .isEqualTo(new Result.Taken(new TakenNames(true, true)));
    }

    private CreateUser hashing(Runnable before) {
        PasswordHasher hasher = new PasswordHasher() {
            @Override
            public void requireCapacity() {
                club.passwords.requireCapacity();
            }

            @Override
            public PasswordHash hash(Password password) {
                before.run();
                return club.passwords.hash(password);
            }

            @Override
            public boolean verify(Password password, @Nullable PasswordHash hash) {
                return club.passwords.verify(password, hash);
            }

            @Override
            public boolean isOutdated(PasswordHash hash) {
                return club.passwords.isOutdated(hash);
            }
        };
        return new CreateUser(
                club.transactions,
                club.users,
                new InMemoryNameClaims(),
                hasher,
                RegistrationPolicy.OPEN,
                club.stepUp,
                club.invitations,
                club.sendLink,
                club.sendMail,
                club.clock,
                UUID::randomUUID);
    }
}
