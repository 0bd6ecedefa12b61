package io.clubroom.application.user;

import static io.clubroom.domain.user.UserChange.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.application.auth.SignIn;
import io.clubroom.application.user.UpdateUser.Command;
import io.clubroom.application.user.UpdateUser.Result;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.PhoneNumber;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.TakenNames;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.chat.RelayRecorder;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UpdateUserTest {
    private static final Password NEW_PASSWORD = Password.of("NewSecurePass456");
    private static final LongPredicate ANY = version -> true;

    private final Club club = new Club();
    private final User admin = club.join(UserFixture.admin());
    private final User user = club.join(UserFixture.user()
            .role(Role.TRAINER)
            .phoneNumber("+1 234 567 890")
            .version(5)
            .tokenVersion(2));

    private static UserChange rename(String username) {
        return NOTHING.withUsername(new Username(username));
    }

    private static UserChange role(Role role) {
        return NOTHING.withRole(role);
    }

    private static UserChange active(boolean active) {
        return NOTHING.withActive(active);
    }

    private Result update(User actor, User target, UserChange change) {
        return update(actor, target.id(), change, ANY);
    }

    private Result update(User actor, UserId target, UserChange change, LongPredicate ifVersion) {
        return club.updateUser.update(Club.as(actor), new Command(target, change, null, null, ifVersion));
    }

    private static Command newPassword(User target, @Nullable Password current) {
        return new Command(target.id(), NOTHING, NEW_PASSWORD, current, ANY);
    }

    private boolean isRevoked(User holder) {
        return club.isRevoked(holder.id(), holder.tokenVersion());
    }

    // fields

    @Test
    void changes_the_given_fields_and_no_others() {
        UserChange change = NOTHING.withUsername(new Username("renamed"))
                .withEmail(new Email("renamed@example.com"))
                .withFullName(new FullName("Somebody Else"))
                .withPhoneNumber(new PhoneNumber("+1 987 654 321"));

        Result result = update(user, user, change);

        User expected = UserFixture.user()
                .id(user.id().toString())
                .username("renamed")
                .email("renamed@example.com")
                .passwordHash(user.passwordHash())
                .fullName("Somebody Else")
                .phoneNumber("+1 987 654 321")
                .role(Role.TRAINER)
                .updatedAt(Club.NOW)
                .version(6)
                .tokenVersion(2)
                .build();
        assertThat(result).isEqualTo(new Result.Updated(expected));
        assertThat(club.stored(user)).isEqualTo(expected);
        assertThat(isRevoked(user)).isFalse();
    }

    @Test
    void tells_all_nodes_after_the_commit_that_an_author_has_a_new_name() {
        RelayRecorder here = RelayRecorder.on(club.relay);
        RelayRecorder otherNode = RelayRecorder.on(club.otherNode());

        club.transactions.run(() -> {
            update(user, user, rename("renamed"));
            assertThat(here.changedAuthors).isEmpty();
        });
        update(user, user, NOTHING.withFullName(new FullName("Somebody Else")));

        assertThat(here.changedAuthors).containsExactly(user.id(), user.id());
        assertThat(otherNode.changedAuthors).containsExactly(user.id(), user.id());
    }

    @Test
    void tells_nobody_of_a_change_that_the_chat_does_not_show() {
        RelayRecorder here = RelayRecorder.on(club.relay);

        update(user, user, NOTHING.withEmail(new Email("renamed@example.com")));
        update(user, user, rename(user.username().value()));

        assertThat(here.changedAuthors).isEmpty();
    }

    @Test
    void clears_the_phone_number() {
        update(user, user, NOTHING.withoutPhoneNumber());

        assertThat(club.stored(user).phoneNumber()).isNull();
    }

    @Test
    void an_empty_change_changes_nothing() {
        assertThat(update(user, user, NOTHING)).isEqualTo(new Result.Updated(user));

        assertThat(club.stored(user)).isEqualTo(user);
    }

    // permissions

    @ParameterizedTest
    @EnumSource
    void lets_everybody_change_themselves(Role role) {
        User somebody = club.join(UserFixture.user().role(role));

        assertThat(update(somebody, somebody, rename("renamed"))).isInstanceOf(Result.Updated.class);
        assertThat(club.stored(somebody).username()).isEqualTo(new Username("renamed"));
    }

    @Test
    void lets_an_administrator_change_everything_about_others() {
        assertThat(update(admin, user, rename("renamed"))).isInstanceOf(Result.Updated.class);
        assertThat(update(admin, user, role(Role.ADMIN))).isInstanceOf(Result.Updated.class);
        assertThat(update(admin, user, active(false))).isInstanceOf(Result.Updated.class);

        assertThat(club.stored(user).username()).isEqualTo(new Username("renamed"));
        assertThat(club.stored(user).role()).isEqualTo(Role.ADMIN);
        assertThat(club.stored(user).active()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"CLIENT", "TRAINER"})
    void lets_nobody_else_change_others_or_learn_whether_they_exist(Role role) {
        User somebody = club.join(UserFixture.user().role(role));
        User nobody = UserFixture.user().build();

        assertThat(update(somebody, user, rename("renamed"))).isEqualTo(new Result.NotAllowed());
        assertThat(update(somebody, nobody, rename("renamed"))).isEqualTo(new Result.NotAllowed());
        assertThat(club.updateUser.update(Actor.ANONYMOUS, newPassword(user, null)))
                .isEqualTo(new Result.NotAllowed());
        assertThat(club.stored(user)).isEqualTo(user);
    }

    @ParameterizedTest
    @EnumSource(names = {"CLIENT", "TRAINER"})
    void lets_nobody_set_their_own_role_or_activity_not_even_to_the_same_value(Role role) {
        User somebody = club.join(UserFixture.user().role(role));

        assertThat(update(somebody, somebody, role(Role.ADMIN))).isEqualTo(new Result.PrivilegedFields());
        assertThat(update(somebody, somebody, role(role))).isEqualTo(new Result.PrivilegedFields());
        assertThat(update(somebody, somebody, active(true))).isEqualTo(new Result.PrivilegedFields());
        assertThat(club.stored(somebody)).isEqualTo(somebody);
    }

    // missing users

    @Test
    void finds_no_user_that_does_not_exist() {
        User nobody = UserFixture.user().build();

        assertThat(update(admin, nobody, rename("renamed"))).isEqualTo(new Result.NotFound());
        assertThat(club.updateUser.update(Club.as(admin), newPassword(nobody, null)))
                .isEqualTo(new Result.NotFound());
    }

    // versions

    @Test
    void changes_only_the_expected_version() {
        assertThat(update(user, user.id(), rename("renamed"), version -> version == 4))
                .isEqualTo(new Result.VersionMismatch());
        assertThat(club.stored(user)).isEqualTo(user);

        assertThat(update(user, user.id(), rename("renamed"), version -> version == 5))
                .isInstanceOf(Result.Updated.class);
        assertThat(update(user, user.id(), NOTHING, version -> version == 5)).isEqualTo(new Result.VersionMismatch());
    }

    @Test
    void does_not_hash_a_password_for_another_version() {
        int hashes = club.passwords.hashes();
        Command command = new Command(user.id(), NOTHING, NEW_PASSWORD, null, version -> version == 4);

        assertThat(club.updateUser.update(Club.as(user), command)).isEqualTo(new Result.VersionMismatch());

        assertThat(club.passwords.hashes()).isEqualTo(hashes);
    }

    @Test
    void exactly_one_of_12_concurrent_writers_changes_a_version() {
        List<Result> results = Race.of(12, i -> update(user, user.id(), rename("writer" + i), version -> version == 5));

        assertThat(results).filteredOn(Result.Updated.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(new Result.VersionMismatch()::equals).hasSize(11);
        assertThat(club.stored(user).version()).isEqualTo(6);
    }

    @Test
    void exactly_one_of_12_concurrent_writers_with_new_passwords_changes_a_version() {
        Command command = new Command(user.id(), NOTHING, NEW_PASSWORD, null, version -> version == 5);

        List<Result> results = Race.of(12, i -> club.updateUser.update(Club.as(admin), command));

        assertThat(results).filteredOn(Result.Updated.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(new Result.VersionMismatch()::equals).hasSize(11);
        assertThat(club.stored(user).version()).isEqualTo(6);
    }

    // names

    @Test
    void reports_which_names_are_taken_and_changes_nothing() {
        club.join(UserFixture.user().username("jsmith").email("john@example.com"));
        UserChange both = NOTHING.withUsername(new Username("JSmith")).withEmail(new Email("John@example.com"));

        assertThat(update(user, user, rename("JSMITH"))).isEqualTo(new Result.Taken(new TakenNames(true, false)));
        assertThat(update(user, user, both)).isEqualTo(new Result.Taken(new TakenNames(true, true)));
        assertThat(club.stored(user)).isEqualTo(user);
    }

    @Test
    void refuses_what_can_be_refused_without_a_hash_before_it_hashes() {
        UpdateUser strict = club.updateUser(true);
        club.join(UserFixture.user().username("jsmith").email("john@example.com"));
        List<UserChange> taken = List.of(
                rename("JSmith"),
                NOTHING.withEmail(new Email("John@Example.com")),
                rename("jsmith").withEmail(new Email("john@example.com")),
                rename("jsmith").withFullName(new FullName("Some Name")));
        int hashes = club.passwords.hashes();
        int verifications = club.passwords.verifications();

        for (UserChange change : taken) {
            assertThat(strict.update(Club.as(user), withPassword(user, change))).isInstanceOf(Result.Taken.class);
            assertThat(strict.update(Club.as(admin), withPassword(user, change)))
                    .isInstanceOf(Result.Taken.class);
        }
        for (UserChange change : List.of(role(Role.TRAINER), active(false))) {
            assertThat(strict.update(Club.as(admin), withPassword(admin, change)))
                    .isEqualTo(new Result.LastAdmin());
            assertThat(strict.update(Club.as(user), withPassword(user, change)))
                    .isEqualTo(new Result.PrivilegedFields());
        }
        assertThat(strict.update(Club.as(user), withPassword(admin, NOTHING))).isEqualTo(new Result.NotAllowed());

        assertThat(club.passwords.hashes()).isEqualTo(hashes);
        assertThat(club.passwords.verifications()).isEqualTo(verifications);
    }

    private static Command withPassword(User user, UserChange change) {
        return new Command(user.id(), change, NEW_PASSWORD, Club.PASSWORD, _ -> true);
    }

    @Test
    void a_new_password_may_come_with_names_that_are_free_or_the_users_own() {
        UserChange own =
                rename(user.username().value().toUpperCase(Locale.ROOT)).withEmail(user.email());

        assertThat(club.updateUser.update(Club.as(user), withPassword(user, own)))
                .isInstanceOf(Result.Updated.class);
        assertThat(club.updateUser.update(Club.as(club.stored(user)), withPassword(user, rename("renamed"))))
                .isInstanceOf(Result.Updated.class);
    }

    // tokens

    @Test
    void ends_the_tokens_of_a_user_who_is_deactivated() {
        update(admin, user, active(false));

        assertThat(isRevoked(user)).isTrue();
        assertThat(isRevoked(club.stored(user))).isFalse();
    }

    @Test
    void ends_the_tokens_of_a_user_who_is_demoted() {
        update(admin, user, role(Role.CLIENT));

        assertThat(isRevoked(user)).isTrue();
    }

    @Test
    void keeps_the_tokens_of_a_user_who_is_promoted() {
        update(admin, user, role(Role.ADMIN));

        assertThat(isRevoked(user)).isFalse();
    }

    @Test
    void ends_no_tokens_when_the_change_is_refused() {
        club.join(UserFixture.user().username("jsmith"));
        UserChange change = NOTHING.withUsername(new Username("jsmith")).withActive(false);

        assertThat(update(admin, user, change)).isInstanceOf(Result.Taken.class);

        assertThat(isRevoked(user)).isFalse();
    }

    // passwords

    @Test
    void changes_the_password_and_ends_the_tokens() {
        assertThat(club.updateUser.update(Club.as(user), newPassword(user, null)))
                .isInstanceOfSatisfying(
                        Result.Updated.class,
                        updated -> assertThat(updated.user()).isEqualTo(club.stored(user)));

        assertThat(club.passwords.verify(NEW_PASSWORD, club.stored(user).passwordHash()))
                .isTrue();
        assertThat(club.passwords.verify(Club.PASSWORD, club.stored(user).passwordHash()))
                .isFalse();
        assertThat(isRevoked(user)).isTrue();
    }

    @Test
    void requires_the_current_password_only_if_configured() {
        assertThat(club.updateUser.update(Club.as(user), newPassword(user, new Password("wrong"))))
                .isInstanceOf(Result.Updated.class);
    }

    @Test
    void refuses_a_new_password_without_the_current_one_if_required() {
        UpdateUser strict = club.updateUser(true);
        int hashes = club.passwords.hashes();

        assertThat(strict.update(Club.as(user), newPassword(user, null))).isEqualTo(new Result.CurrentPasswordWrong());
        assertThat(strict.update(Club.as(user), newPassword(user, new Password("wrong"))))
                .isEqualTo(new Result.CurrentPasswordWrong());
        assertThat(club.stored(user)).isEqualTo(user);
        assertThat(club.passwords.hashes()).isEqualTo(hashes);

        assertThat(strict.update(Club.as(user), newPassword(user, Club.PASSWORD)))
                .isInstanceOf(Result.Updated.class);
        assertThat(club.passwords.verify(NEW_PASSWORD, club.stored(user).passwordHash()))
                .isTrue();
    }

    @Test
    void only_an_administrator_may_give_a_first_password_if_the_current_one_is_required() {
        User without = UserFixture.user().passwordHash(null).build();
        club.users.add(without);
        UpdateUser strict = club.updateUser(true);

        assertThat(strict.update(Club.as(without), newPassword(without, Club.PASSWORD)))
                .isEqualTo(new Result.CurrentPasswordWrong());
        assertThat(strict.update(Club.as(admin), newPassword(without, null))).isInstanceOf(Result.Updated.class);
        assertThat(club.signIn.signIn(without.email(), NEW_PASSWORD, Device.UNKNOWN))
                .isInstanceOf(SignIn.Result.SignedIn.class);
    }

    @Test
    void requires_the_current_password_of_administrators_only_for_their_own_account() {
        UpdateUser strict = club.updateUser(true);

        assertThat(strict.update(Club.as(admin), newPassword(admin, null)))
                .isEqualTo(new Result.CurrentPasswordWrong());
        assertThat(strict.update(Club.as(admin), newPassword(user, null))).isInstanceOf(Result.Updated.class);
    }

    @Test
    void requires_no_current_password_if_the_password_stays() {
        assertThat(club.updateUser(true)
                        .update(Club.as(user), new Command(user.id(), rename("renamed"), null, null, ANY)))
                .isInstanceOf(Result.Updated.class);
    }

    // the last administrator

    @Test
    void refuses_to_demote_or_deactivate_the_last_administrator() {
        club.join(UserFixture.admin().inactive());

        assertThat(update(admin, admin, role(Role.TRAINER))).isEqualTo(new Result.LastAdmin());
        assertThat(update(admin, admin, active(false))).isEqualTo(new Result.LastAdmin());

        assertThat(club.stored(admin)).isEqualTo(admin);
        assertThat(isRevoked(admin)).isFalse();
    }

    @Test
    void lets_the_last_administrator_change_everything_else() {
        assertThat(update(admin, admin, role(Role.ADMIN))).isInstanceOf(Result.Updated.class);
        assertThat(update(admin, admin, active(true))).isInstanceOf(Result.Updated.class);
        assertThat(update(admin, admin, rename("renamed"))).isInstanceOf(Result.Updated.class);
    }

    @Test
    void demotes_an_administrator_if_another_remains() {
        User another = club.join(UserFixture.admin());

        assertThat(update(admin, admin, role(Role.CLIENT))).isInstanceOf(Result.Updated.class);
        assertThat(update(another, another, active(false))).isEqualTo(new Result.LastAdmin());
    }

    @Test
    void lets_an_inactive_administrator_be_demoted() {
        User inactive = club.join(UserFixture.admin().inactive());

        assertThat(update(admin, inactive, role(Role.CLIENT))).isInstanceOf(Result.Updated.class);
    }

    @RepeatedTest(10)
    void keeps_one_of_two_administrators_who_demote_each_other_concurrently() {
        List<User> two = List.of(admin, club.join(UserFixture.admin()));

        List<Object> results =
                Race.of(2, i -> Club.resultOrReason(() -> update(two.get(i), two.get(1 - i), role(Role.CLIENT))));

        assertThat(results).filteredOn(Result.Updated.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(ActorEnded.Reason.TOKEN_ENDED::equals).hasSize(1);
        assertThat(club.admins.count()).isEqualTo(1);
    }

    @RepeatedTest(10)
    void keeps_one_of_two_administrators_who_demote_themselves_concurrently() {
        List<User> two = List.of(admin, club.join(UserFixture.admin()));

        List<Result> results = Race.of(2, i -> update(two.get(i), two.get(i), role(Role.CLIENT)));

        assertThat(results).filteredOn(Result.Updated.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(new Result.LastAdmin()::equals).hasSize(1);
        assertThat(club.admins.count()).isEqualTo(1);
    }

    @RepeatedTest(10)
    void keeps_one_of_two_administrators_who_deactivate_and_delete_each_other_concurrently() {
        List<User> two = List.of(admin, club.join(UserFixture.admin()));

        List<Object> results = Race.of(
                2,
                i -> Club.resultOrReason(() -> i == 0
                        ? update(two.get(0), two.get(1), active(false))
                        : club.deleteUser.delete(Club.as(two.get(1)), two.get(0).id(), ANY)));

        assertThat(results).contains(ActorEnded.Reason.TOKEN_ENDED).hasSize(2);
        assertThat(club.admins.count()).isEqualTo(1);
    }

    @Test
    void stores_the_time_of_the_change() {
        club.clock.advance(Duration.ofHours(1));

        update(user, user, rename("renamed"));

        assertThat(club.stored(user).updatedAt()).isEqualTo(Club.NOW.plus(Duration.ofHours(1)));
        assertThat(club.stored(user).createdAt()).isEqualTo(user.createdAt());
    }
}
