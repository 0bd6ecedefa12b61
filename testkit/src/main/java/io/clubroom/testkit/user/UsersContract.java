package io.clubroom.testkit.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.mail.AccountLink;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.mail.AccountLinks;
import io.clubroom.domain.password.PasswordHash;
import io.clubroom.domain.user.DuplicateUser;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.TakenNames;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.Username;
import io.clubroom.domain.user.Users;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.Rival;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract of {@link Users}. The store is empty when a test begins. */
public interface UsersContract {
    Users users();

    Transactions transactions();

    AccountLinks links();

    /** The clock by which links expire. */
    InstantSource clock();

    /** Capitalizes the letters of the name whose bits in the number are set. */
    private static String spelling(String name, int number) {
        return IntStream.range(0, name.length())
                .mapToObj(i -> name.substring(i, i + 1))
                .reduce("", (spelled, letter) -> {
                    boolean large = (number >> spelled.length() & 1) == 1;
                    return spelled + (large ? letter.toUpperCase(Locale.ROOT) : letter);
                });
    }

    private static UserChange rename(String username) {
        return UserChange.NOTHING.withUsername(new Username(username));
    }

    private static UserChange readdress(String email) {
        return UserChange.NOTHING.withEmail(new Email(email));
    }

    private static User withUsername(User user, String username) {
        return user.changed(rename(username), user.updatedAt());
    }

    private static User withEmail(User user, String email) {
        return user.changed(readdress(email), user.updatedAt());
    }

    private User stored(UserFixture fixture) {
        User user = fixture.build();
        users().add(user);
        return user;
    }

    /** The taken names, or empty if the user was stored. */
    private Optional<TakenNames> tryToAdd(User user) {
        return taken(() -> users().add(user));
    }

    private Optional<TakenNames> tryToUpdate(User user) {
        return taken(() -> transactions().call(() -> {
            users().lock(user.id());
            users().update(user);
            return true;
        }));
    }

    private static Optional<TakenNames> taken(Runnable attempt) {
        try {
            attempt.run();
            return Optional.empty();
        } catch (DuplicateUser duplicate) {
            return Optional.of(duplicate.taken());
        }
    }

    private void update(User user) {
        assertThat(tryToUpdate(user)).isEmpty();
    }

    private void remove(User user) {
        transactions().call(() -> {
            users().lock(user.id());
            users().remove(user.id());
            return true;
        });
    }

    private void assertRolledBack(Runnable work) {
        RuntimeException failure = new IllegalArgumentException("on purpose");
        assertThatThrownBy(() -> transactions().call(() -> {
                    work.run();
                    throw failure;
                }))
                .isSameAs(failure);
    }

    // finding

    @Test
    default void finds_a_user_with_every_field() {
        User user = stored(UserFixture.complete());

        assertThat(user).hasNoNullFieldsOrProperties();
        assertThat(users().find(user.id())).contains(user);
        assertThat(users().findByEmail(user.email())).contains(user);
    }

    @Test
    default void finds_a_user_without_optional_fields() {
        User user = stored(UserFixture.user().passwordHash(null));

        assertThat(users().find(user.id())).contains(user);
    }

    @Test
    default void finds_a_user_of_every_role() {
        for (Role role : Role.values()) {
            User user = stored(UserFixture.user().role(role));
            assertThat(users().find(user.id())).contains(user);
        }
    }

    @Test
    default void finds_no_user_that_does_not_exist() {
        User stranger = UserFixture.user().build();
        stored(UserFixture.user());

        assertThat(users().find(stranger.id())).isEmpty();
        assertThat(users().findByEmail(stranger.email())).isEmpty();
    }

    @Test
    default void finds_a_user_asynchronously() {
        User user = stored(UserFixture.user());

        assertThat(users().findAsync(user.id()).toCompletableFuture().join()).contains(user);
        assertThat(users().findAsync(UserFixture.user().build().id())
                        .toCompletableFuture()
                        .join())
                .isEmpty();
    }

    @Test
    default void finds_an_address_ignoring_case_and_keeps_its_spelling() {
        User user = stored(UserFixture.user().email("John.Smith@Example.com"));

        assertThat(users().findByEmail(new Email("john.smith@example.com"))).contains(user);
        assertThat(users().findByEmail(new Email("JOHN.SMITH@EXAMPLE.COM"))).contains(user);
    }

    @Test
    default void treats_wildcards_in_an_address_literally() {
        stored(UserFixture.user().email("johnXsmith@example.com"));

        assertThat(users().findByEmail(new Email("john_smith@example.com"))).isEmpty();
        assertThat(users().findByEmail(new Email("john%@example.com"))).isEmpty();
        assertThat(users().findByEmail(new Email("johnXsmith@example.com "))).isEmpty();
    }

    @Test
    default void finds_nobody_by_an_impossible_address() {
        stored(UserFixture.user());

        assertThat(users().findByEmail(new Email(""))).isEmpty();
        assertThat(users().findByEmail(new Email("john\0@example.com"))).isEmpty();
        assertThat(users().findByEmail(new Email("john\uD83D@example.com"))).isEmpty();
    }

    // adding

    @Test
    default void refuses_a_second_user_with_the_same_username_in_another_case() {
        User first = stored(UserFixture.user().username("jsmith"));
        User second = UserFixture.user().username("JSmith").build();

        assertThat(tryToAdd(second)).contains(new TakenNames(true, false));

        assertThat(users().find(first.id())).contains(first);
        assertThat(users().find(second.id())).isEmpty();
        assertThat(users().findByEmail(second.email())).isEmpty();
    }

    @Test
    default void refuses_a_second_user_with_the_same_address_in_another_case() {
        User first = stored(UserFixture.user().email("john@example.com"));
        User second = UserFixture.user().email("John@EXAMPLE.com").build();

        assertThat(tryToAdd(second)).contains(new TakenNames(false, true));

        assertThat(users().findByEmail(second.email())).contains(first);
        assertThat(users().find(second.id())).isEmpty();
    }

    @Test
    default void reports_both_names_taken_by_one_user() {
        stored(UserFixture.user().username("jsmith").email("john@example.com"));

        assertThat(tryToAdd(UserFixture.user()
                        .username("JSMITH")
                        .email("JOHN@example.com")
                        .build()))
                .contains(new TakenNames(true, true));
    }

    @Test
    default void reports_both_names_taken_by_two_users() {
        stored(UserFixture.user().username("jsmith"));
        stored(UserFixture.user().email("john@example.com"));

        assertThat(tryToAdd(UserFixture.user()
                        .username("JSMITH")
                        .email("JOHN@example.com")
                        .build()))
                .contains(new TakenNames(true, true));
    }

    @Test
    default void reports_taken_names_before_a_user_is_stored() {
        User owner = stored(UserFixture.user().username("jsmith").email("john@example.com"));
        User other = stored(UserFixture.user().username("mary").email("mary@example.com"));

        assertThat(taken(other, "other", "other@example.com")).isEmpty();
        assertThat(taken(other, "mary", "MARY@example.com")).isEmpty();
        assertThat(taken(other, "JSmith", "mary@example.com")).contains(new TakenNames(true, false));
        assertThat(taken(other, "mary", "John@Example.com")).contains(new TakenNames(false, true));
        assertThat(taken(owner, "Mary", "Mary@example.com")).contains(new TakenNames(true, true));
        assertThat(taken(UserFixture.user().build(), "jsmith", "mary@example.com"))
                .contains(new TakenNames(true, true));
    }

    private Optional<TakenNames> taken(User user, String username, String email) {
        return users().taken(user.id(), new Username(username), new Email(email));
    }

    @Test
    default void does_not_confuse_usernames_and_addresses() {
        stored(UserFixture.user().username("john").email("mary"));

        assertThat(tryToAdd(UserFixture.user().username("mary").email("john").build()))
                .isEmpty();
    }

    @Test
    default void keeps_both_names_of_a_refused_user_free() {
        User first = stored(UserFixture.user());
        User refused = UserFixture.user().username(first.username().value()).build();
        assertThat(tryToAdd(refused)).isPresent();

        assertThat(tryToAdd(UserFixture.user().email(refused.email().value()).build()))
                .isEmpty();
    }

    @Test
    default void stores_exactly_one_of_24_concurrent_users_with_one_username() {
        List<User> rivals = IntStream.range(0, 24)
                .mapToObj(
                        i -> UserFixture.user().username(spelling("jsmith", i)).build())
                .toList();

        List<Optional<TakenNames>> outcomes = Race.of(24, i -> tryToAdd(rivals.get(i)));

        assertThat(outcomes).containsOnlyOnce(Optional.empty());
        assertThat(Collections.frequency(outcomes, Optional.of(new TakenNames(true, false))))
                .isEqualTo(23);
        User winner = rivals.get(outcomes.indexOf(Optional.<TakenNames>empty()));
        assertThat(rivals)
                .filteredOn(user -> users().find(user.id()).isPresent())
                .containsExactly(winner);
    }

    @Test
    default void stores_exactly_one_of_24_concurrent_users_with_one_address() {
        List<User> rivals = IntStream.range(0, 24)
                .mapToObj(i -> UserFixture.user()
                        .email(spelling("john@example.com", i))
                        .build())
                .toList();

        List<Optional<TakenNames>> outcomes = Race.of(24, i -> tryToAdd(rivals.get(i)));

        assertThat(outcomes).containsOnlyOnce(Optional.empty());
        assertThat(Collections.frequency(outcomes, Optional.of(new TakenNames(false, true))))
                .isEqualTo(23);
        User winner = rivals.get(outcomes.indexOf(Optional.<TakenNames>empty()));
        assertThat(rivals)
                .filteredOn(user -> users().find(user.id()).isPresent())
                .containsExactly(winner);
    }

    @Test
    default void always_reports_the_taken_names_while_users_with_both_names_come_and_go() {
        List<List<TakenNames>> outcomes = Race.of(
                8,
                runner -> IntStream.range(0, 12)
                        .mapToObj(round -> {
                            User user = UserFixture.user()
                                    .username(spelling("jsmith", runner))
                                    .email(spelling("john@example.com", runner))
                                    .build();
                            Optional<TakenNames> taken = tryToAdd(user);
                            if (taken.isEmpty()) {
                                remove(user);
                            }
                            return taken;
                        })
                        .flatMap(Optional::stream)
                        .toList());

        assertThat(outcomes)
                .allSatisfy(taken -> assertThat(taken).allMatch(names -> names.username() || names.email()));
    }

    @Test
    default void a_name_is_free_again_after_a_rollback() {
        User first = UserFixture.user().username("jsmith").build();
        User second = UserFixture.user().username("JSmith").build();
        RuntimeException failure = new IllegalArgumentException("on purpose");
        List<Rival<Optional<TakenNames>>> rivals = new ArrayList<>();

        assertThatThrownBy(() -> transactions().call(() -> {
                    users().add(first);
                    Rival<Optional<TakenNames>> rival = Rival.start(() -> tryToAdd(second));
                    rivals.add(rival);
                    rival.assertHeldBack();
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(rivals).map(Rival::result).containsExactly(Optional.empty());
        assertThat(users().find(second.id())).contains(second);
    }

    // reserved addresses

    private AccountLink link(User user, Purpose purpose, String email, Duration lifetime) {
        Instant now = clock().instant();
        SecretHash token = SecretHash.of(UUID.randomUUID().toString());
        AccountLink link =
                new AccountLink(token, purpose, user.id(), new Email(email), null, 0, now, now.plus(lifetime));
        links().add(link);
        return link;
    }

    private AccountLink reserved(User user, String email) {
        return link(user, Purpose.RESTORE, email, Duration.ofMinutes(1));
    }

    @Test
    default void an_address_that_another_user_can_take_back_is_taken() {
        User user = stored(UserFixture.user());
        User other = stored(UserFixture.user());
        reserved(user, "Old@example.com");
        TakenNames taken = new TakenNames(false, true);
        User newcomer = UserFixture.user().email("old@Example.com").build();

        assertThat(users().taken(newcomer.id(), newcomer.username(), newcomer.email()))
                .contains(taken);
        assertThat(tryToAdd(newcomer)).contains(taken);
        assertThat(tryToUpdate(withEmail(other, "OLD@example.com"))).contains(taken);
        assertThat(users().find(newcomer.id())).isEmpty();
        assertThat(users().find(other.id())).contains(other);
        assertThat(users().findByEmail(newcomer.email())).isEmpty();
    }

    @Test
    default void users_may_change_to_an_address_that_they_can_take_back() {
        User user = stored(UserFixture.user());
        reserved(user, "old@example.com");

        assertThat(users().taken(user.id(), user.username(), new Email("old@example.com")))
                .isEmpty();
        update(withEmail(user, "Old@example.com"));

        assertThat(users().findByEmail(new Email("old@example.com"))).isPresent();
    }

    @Test
    default void other_links_and_those_that_have_expired_or_were_removed_reserve_nothing() {
        User user = stored(UserFixture.user());
        link(user, Purpose.VERIFICATION, "first@example.com", Duration.ofMinutes(1));
        link(user, Purpose.RESET, "first@example.com", Duration.ofMinutes(1));
        link(user, Purpose.RESTORE, "second@example.com", Duration.ofMinutes(-1));
        links().remove(reserved(user, "third@example.com").token());

        assertThat(tryToAdd(UserFixture.user().email("first@example.com").build()))
                .isEmpty();
        assertThat(tryToAdd(UserFixture.user().email("second@example.com").build()))
                .isEmpty();
        assertThat(tryToAdd(UserFixture.user().email("third@example.com").build()))
                .isEmpty();
    }

    @Test
    default void a_registration_or_change_misses_no_reservation_that_is_being_committed() {
        User user = stored(UserFixture.user().email("old@example.com"));
        User other = stored(UserFixture.user());
        User newcomer = UserFixture.user().email("old@example.com").build();

        List<Rival<Optional<TakenNames>>> rivals = transactions().call(() -> {
            users().lock(user.id());
            users().update(withEmail(user, "new@example.com"));
            reserved(user, "old@example.com");
            List<Rival<Optional<TakenNames>>> started = List.of(
                    Rival.start(() -> tryToAdd(newcomer)),
                    Rival.start(() -> tryToUpdate(withEmail(other, "old@example.com"))));
            // They may wait for this transaction or not.
            started.forEach(Rival::resultUnlessHeldBack);
            return started;
        });

        assertThat(rivals).map(Rival::result).containsOnly(Optional.of(new TakenNames(false, true)));
        assertThat(users().find(newcomer.id())).isEmpty();
    }

    @Test
    default void an_address_stays_taken_while_a_restored_address_is_being_committed() {
        User user = stored(UserFixture.user().email("new@example.com"));
        AccountLink link = reserved(user, "old@example.com");

        Rival<Optional<TakenNames>> rival = transactions().call(() -> {
            users().lock(user.id());
            users().update(withEmail(user, "old@example.com"));
            links().remove(link.token());
            Rival<Optional<TakenNames>> second = Rival.start(
                    () -> tryToAdd(UserFixture.user().email("old@example.com").build()));
            second.resultUnlessHeldBack();
            return second;
        });

        assertThat(rival.result()).contains(new TakenNames(false, true));
    }

    // welcome

    @Test
    default void a_user_is_welcomed_once() {
        User user = stored(UserFixture.user());
        User other = stored(UserFixture.user());

        assertThat(users().welcome(user.id())).isTrue();

        assertThat(users().welcome(user.id())).isFalse();
        assertThat(users().welcome(other.id())).isTrue();
        assertThat(users().welcome(UserFixture.user().build().id())).isFalse();
        assertThat(users().find(user.id())).contains(user);
    }

    @Test
    default void one_of_8_concurrent_callers_welcomes_a_user() {
        User user = stored(UserFixture.user());

        assertThat(Race.of(8, _ -> users().welcome(user.id()))).containsOnlyOnce(true);
    }

    @Test
    default void a_user_whose_welcome_was_rolled_back_can_be_welcomed() {
        User user = stored(UserFixture.user());

        assertRolledBack(() -> users().welcome(user.id()));

        assertThat(users().welcome(user.id())).isTrue();
    }

    // changing

    @Test
    default void stores_every_field_that_was_changed() {
        User user = stored(UserFixture.user().phoneNumber("+1 234 567 890"));
        Instant later = user.createdAt().plus(Duration.ofDays(1));
        User changed = user.changed(UserFixture.changeOfEveryField(), later);

        update(changed);

        assertThat(users().find(user.id())).contains(changed);
        assertThat(users().findByEmail(changed.email())).contains(changed);
        assertThat(users().findByEmail(user.email())).isEmpty();
    }

    @Test
    default void stores_a_verified_address_and_a_removed_password() {
        User verified = stored(UserFixture.user().verified());
        User user = stored(UserFixture.user());
        User reclaimed = user.reclaimed(user.updatedAt());

        update(reclaimed);

        assertThat(users().find(verified.id())).contains(verified);
        assertThat(users().find(user.id())).contains(reclaimed);
    }

    @Test
    default void clears_every_optional_field() {
        User user = stored(UserFixture.complete());
        User changed = user.changed(UserFixture.clearingOptionalFields(), user.updatedAt());

        update(changed);

        assertThat(users().find(user.id())).contains(changed);
    }

    @Test
    default void changes_nobody_else() {
        User bystander = stored(UserFixture.user());
        User user = stored(UserFixture.user());

        update(withUsername(user, "renamed"));

        assertThat(users().find(bystander.id())).contains(bystander);
    }

    @Test
    default void lets_users_change_the_case_of_their_own_names() {
        User user = stored(UserFixture.user().username("jsmith").email("john@example.com"));
        User respelled = withEmail(withUsername(user, "JSmith"), "John@Example.com");

        update(respelled);

        assertThat(users().find(user.id())).contains(respelled);
    }

    @Test
    default void refuses_to_change_a_username_to_one_that_is_taken() {
        stored(UserFixture.user().username("jsmith"));
        User user = stored(UserFixture.user().username("mary"));

        assertThat(tryToUpdate(withUsername(user, "JSMITH"))).contains(new TakenNames(true, false));

        assertThat(users().find(user.id())).contains(user);
        assertThat(tryToAdd(UserFixture.user().username("Mary").build())).isPresent();
    }

    @Test
    default void refuses_to_change_an_address_to_one_that_is_taken() {
        stored(UserFixture.user().email("john@example.com"));
        User user = stored(UserFixture.user().email("mary@example.com"));

        assertThat(tryToUpdate(withEmail(user, "John@Example.com"))).contains(new TakenNames(false, true));

        assertThat(users().findByEmail(user.email())).contains(user);
    }

    @Test
    default void reports_both_names_of_a_change_taken() {
        stored(UserFixture.user().username("jsmith"));
        stored(UserFixture.user().email("john@example.com"));
        User user = stored(UserFixture.user());

        assertThat(tryToUpdate(withEmail(withUsername(user, "JSMITH"), "JOHN@example.com")))
                .contains(new TakenNames(true, true));
    }

    @Test
    default void does_not_store_a_refused_change() {
        stored(UserFixture.user().username("jsmith"));
        User user = stored(UserFixture.user());

        assertThat(tryToUpdate(withEmail(withUsername(user, "jsmith"), "new@example.com")))
                .isPresent();

        assertThat(users().find(user.id())).contains(user);
        assertThat(users().findByEmail(new Email("new@example.com"))).isEmpty();
    }

    @Test
    default void frees_the_previous_names_of_a_user() {
        User user = stored(UserFixture.user().username("jsmith").email("john@example.com"));
        update(withEmail(withUsername(user, "renamed"), "renamed@example.com"));

        assertThat(tryToAdd(UserFixture.user()
                        .username("jsmith")
                        .email("john@example.com")
                        .build()))
                .isEmpty();
    }

    @Test
    default void exactly_one_of_8_users_gets_a_name_they_change_to_concurrently() {
        List<User> rivals =
                IntStream.range(0, 8).mapToObj(i -> stored(UserFixture.user())).toList();

        List<Optional<TakenNames>> outcomes =
                Race.of(8, i -> tryToUpdate(withUsername(rivals.get(i), spelling("jsmith", i))));

        assertThat(outcomes).containsOnlyOnce(Optional.empty());
        assertThat(Collections.frequency(outcomes, Optional.of(new TakenNames(true, false))))
                .isEqualTo(7);
    }

    // removing

    @Test
    default void removes_a_user_and_frees_their_names() {
        User bystander = stored(UserFixture.user());
        User user = stored(UserFixture.user().username("jsmith").email("john@example.com"));

        remove(user);

        assertThat(users().find(user.id())).isEmpty();
        assertThat(users().findByEmail(user.email())).isEmpty();
        assertThat(users().find(bystander.id())).contains(bystander);
        assertThat(tryToAdd(UserFixture.user()
                        .username("JSMITH")
                        .email("JOHN@example.com")
                        .build()))
                .isEmpty();
    }

    @Test
    default void removing_a_missing_user_does_nothing() {
        User stranger = UserFixture.user().build();

        assertThatCode(() -> remove(stranger)).doesNotThrowAnyException();
    }

    // locking

    @Test
    default void locks_a_stored_user_and_no_missing_one() {
        User user = stored(UserFixture.user());
        User stranger = UserFixture.user().build();

        assertThat(transactions().<Optional<User>>call(() -> users().lock(user.id())))
                .contains(user);
        assertThat(transactions().<Optional<User>>call(() -> users().lock(stranger.id())))
                .isEmpty();
    }

    @Test
    default void a_second_writer_waits_for_the_first() {
        User user = stored(UserFixture.user());
        User changed = withUsername(user, "renamed");

        Rival<Optional<User>> rival = transactions().call(() -> {
            users().lock(user.id());
            Rival<Optional<User>> second =
                    Rival.start(() -> transactions().<Optional<User>>call(() -> users().lock(user.id())));
            second.assertHeldBack();
            users().update(changed);
            return second;
        });

        assertThat(rival.result()).contains(changed);
    }

    @Test
    default void the_exclusive_lock_finds_and_holds_back_like_the_other() {
        User user = stored(UserFixture.user());
        User changed = withUsername(user, "renamed");
        User stranger = UserFixture.user().build();

        Rival<Optional<User>> rival = transactions().call(() -> {
            assertThat(users().lockExclusively(user.id())).contains(user);
            assertThat(users().lockExclusively(stranger.id())).isEmpty();
            Rival<Optional<User>> second =
                    Rival.start(() -> transactions().<Optional<User>>call(() -> users().lockExclusively(user.id())));
            second.assertHeldBack();
            users().update(changed);
            return second;
        });

        assertThat(rival.result()).contains(changed);
    }

    @Test
    default void a_second_writer_sees_that_the_first_removed_the_user() {
        User user = stored(UserFixture.user());

        Rival<Optional<User>> rival = transactions().call(() -> {
            users().lock(user.id());
            Rival<Optional<User>> second =
                    Rival.start(() -> transactions().<Optional<User>>call(() -> users().lock(user.id())));
            second.assertHeldBack();
            users().remove(user.id());
            return second;
        });

        assertThat(rival.result()).isEmpty();
    }

    @Test
    default void loses_no_update_of_writers_who_lock_first() {
        User user = stored(UserFixture.user());

        Race.of(8, runner -> {
            for (int round = 0; round < 10; round++) {
                transactions().call(() -> {
                    User current = users().lock(user.id()).orElseThrow();
                    users().update(current.changed(rename("runner" + runner), current.updatedAt()));
                    return true;
                });
            }
            return true;
        });

        assertThat(users().find(user.id()).orElseThrow().version()).isEqualTo(80);
    }

    // renewing a hash

    @Test
    default void renews_a_password_hash_and_changes_nothing_else() {
        PasswordHash old = new PasswordHash("old");
        PasswordHash renewed = new PasswordHash("renewed");
        UserFixture fixture = UserFixture.user().passwordHash(old).version(4).tokenVersion(2);
        User user = stored(fixture);
        User bystander = stored(UserFixture.user().passwordHash(old));

        users().renewPasswordHash(user.id(), old, renewed);

        assertThat(users().find(user.id()))
                .contains(fixture.passwordHash(renewed).build());
        assertThat(users().find(bystander.id())).contains(bystander);
    }

    @Test
    default void keeps_a_password_hash_that_has_changed_since() {
        User user = stored(UserFixture.user().passwordHash(new PasswordHash("changed meanwhile")));
        User without = stored(UserFixture.user().passwordHash(null));

        users().renewPasswordHash(user.id(), new PasswordHash("old"), new PasswordHash("renewed"));
        users().renewPasswordHash(without.id(), new PasswordHash("old"), new PasswordHash("renewed"));

        assertThat(users().find(user.id())).contains(user);
        assertThat(users().find(without.id())).contains(without);
    }

    @Test
    default void renewing_the_password_hash_of_a_missing_user_does_nothing() {
        User stranger = UserFixture.user().build();

        assertThatCode(() ->
                        users().renewPasswordHash(stranger.id(), new PasswordHash("old"), new PasswordHash("renewed")))
                .doesNotThrowAnyException();
    }

    // rolling back

    @Test
    default void rolls_back_an_addition() {
        User user = UserFixture.user().build();

        assertRolledBack(() -> users().add(user));

        assertThat(users().find(user.id())).isEmpty();
        assertThat(users().findByEmail(user.email())).isEmpty();
        assertThat(tryToAdd(user)).isEmpty();
    }

    @Test
    default void rolls_back_several_changes() {
        User user = stored(UserFixture.user().username("jsmith").email("john@example.com"));
        User once = withEmail(withUsername(user, "first"), "first@example.com");
        User twice = withEmail(withUsername(once, "second"), "second@example.com");

        assertRolledBack(() -> {
            users().lock(user.id());
            users().update(once);
            users().update(twice);
            users().renewPasswordHash(user.id(), new PasswordHash("$quick$1$1$none"), new PasswordHash("renewed"));
        });

        assertThat(users().find(user.id())).contains(user);
        assertThat(users().findByEmail(user.email())).contains(user);
        assertThat(users().findByEmail(once.email())).isEmpty();
        assertThat(users().findByEmail(twice.email())).isEmpty();
        assertThat(tryToAdd(UserFixture.user().username("first").build())).isEmpty();
        assertThat(tryToAdd(UserFixture.user().username("second").build())).isEmpty();
        assertThat(tryToAdd(UserFixture.user().username("jsmith").build())).isPresent();
    }

    @Test
    default void rolls_back_a_removal_even_if_another_user_had_the_names_meanwhile() {
        User user = stored(UserFixture.user().username("jsmith").email("john@example.com"));
        User successor =
                UserFixture.user().username("JSmith").email("John@example.com").build();

        assertRolledBack(() -> {
            users().lock(user.id());
            users().remove(user.id());
            users().add(successor);
        });

        assertThat(users().find(user.id())).contains(user);
        assertThat(users().findByEmail(user.email())).contains(user);
        assertThat(users().find(successor.id())).isEmpty();
    }

    @Test
    default void reports_taken_names_through_a_surrounding_transaction() {
        stored(UserFixture.user().username("jsmith"));
        User before = UserFixture.user().build();
        User second = UserFixture.user().username("JSmith").build();

        DuplicateUser duplicate = catchThrowableOfType(
                DuplicateUser.class,
                () -> transactions().call(() -> {
                    users().add(before);
                    users().add(second);
                    return true;
                }));

        assertThat(duplicate.taken()).isEqualTo(new TakenNames(true, false));
        assertThat(users().find(before.id())).isEmpty();
    }
}
