package io.clubroom.application.passkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.application.Club;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ReauthenticationRequired;
import io.clubroom.domain.identity.Subject;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.passkey.Passkey;
import io.clubroom.domain.passkey.PasskeyName;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.passkey.PasskeyFixture;
import io.clubroom.testkit.user.UserFixture;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManagePasskeysTest {
    private static final PasskeyName TABLET = new PasskeyName("Tablet");

    private final Club club = new Club();
    private final User john = club.join(UserFixture.user());
    private final PasskeyHolder holder = new PasskeyHolder(club, john);

    private List<Passkey> passkeys(User user) {
        return club.passkeys.list(user.id(), club.relyingParty.id());
    }

    /** A user without a password, as whoever signed up with a provider. */
    private PasskeyHolder withoutPassword() {
        User user = UserFixture.user().passwordHash(null).build();
        club.users.add(user);
        return new PasskeyHolder(club, user);
    }

    @Test
    void renames_a_passkey() {
        Passkey passkey = holder.stored();

        assertThat(club.renamePasskey.rename(holder.actor(), passkey.id(), TABLET))
                .isEqualTo(new RenamePasskey.Result.Renamed(passkey.renamed(TABLET)));
        assertThat(passkeys(john)).containsExactly(passkey.renamed(TABLET));
    }

    @Test
    void removes_a_passkey_with_the_recovery_codes_if_it_was_the_only_factor() {
        Passkey passkey = holder.register().passkey();
        Passkey second = new PasskeyHolder(club, john).stored();

        assertThat(club.removePasskey.remove(holder.actor(), passkey.id()))
                .isEqualTo(new RemovePasskey.Result.Removed());
        assertThat(passkeys(john)).containsExactly(second);
        assertThat(club.recoveryCodes.left(john.id())).isPositive();
        assertThat(club.mail(MailKind.PASSKEY_REMOVED, john.email()).variables())
                .containsEntry("factor", "Key");

        assertThat(club.removePasskey.remove(holder.actor(), second.id()))
                .isEqualTo(new RemovePasskey.Result.Removed());
        assertThat(passkeys(john)).isEmpty();
        assertThat(club.recoveryCodes.left(john.id())).isZero();
    }

    @Test
    void knows_only_the_actors_own_that_work_here() {
        PasskeyHolder maria = new PasskeyHolder(club, club.join(UserFixture.user()));
        Passkey hers = maria.stored();
        Passkey elsewhere = PasskeyFixture.of(john.id(), "other.example", club.clock.instant());
        club.passkeys.add(elsewhere);

        for (Passkey other : List.of(hers, elsewhere)) {
            assertThat(club.renamePasskey.rename(holder.actor(), other.id(), TABLET))
                    .isEqualTo(new RenamePasskey.Result.NotFound());
            assertThat(club.removePasskey.remove(holder.actor(), other.id()))
                    .isEqualTo(new RemovePasskey.Result.NotFound());
            assertThat(club.passkeys.find(other.credential().id())).contains(other);
        }
    }

    @Test
    void the_last_way_of_signing_in_stays() {
        PasskeyHolder maria = withoutPassword();
        Passkey first = maria.stored();
        Passkey second = new PasskeyHolder(club, maria.user).stored();

        assertThat(club.removePasskey.remove(maria.actor(), first.id())).isEqualTo(new RemovePasskey.Result.Removed());
        assertThat(club.removePasskey.remove(maria.actor(), second.id()))
                .isEqualTo(new RemovePasskey.Result.LastSignInMethod());
        assertThat(passkeys(maria.user)).containsExactly(second);

        link(maria.user);

        assertThat(club.removePasskey.remove(maria.actor(), second.id())).isEqualTo(new RemovePasskey.Result.Removed());
    }

    private void link(User user) {
        club.transactions.run(() -> {
            club.users.lock(user.id());
            club.identities.link(new Subject("google", "1"), user.id(), club.clock.instant());
        });
    }

    @Test
    void a_passkey_of_another_host_is_no_way_of_signing_in() {
        PasskeyHolder maria = withoutPassword();
        Passkey passkey = maria.stored();
        club.passkeys.add(PasskeyFixture.of(maria.user.id(), "other.example", club.clock.instant()));

        assertThat(club.removePasskey.remove(maria.actor(), passkey.id()))
                .isEqualTo(new RemovePasskey.Result.LastSignInMethod());
    }

    @Test
    void of_two_that_are_removed_at_once_one_stays() {
        PasskeyHolder maria = withoutPassword();
        List<Passkey> two = List.of(maria.stored(), new PasskeyHolder(club, maria.user).stored());

        List<RemovePasskey.Result> results = Race.of(
                2, i -> club.removePasskey.remove(maria.actor(), two.get(i).id()));

        assertThat(results)
                .containsExactlyInAnyOrder(
                        new RemovePasskey.Result.Removed(), new RemovePasskey.Result.LastSignInMethod());
        assertThat(passkeys(maria.user)).hasSize(1);
    }

    @Test
    void changes_need_a_recent_authentication() {
        Passkey passkey = holder.stored();
        Actor.SignedIn stale = new Actor.SignedIn(john.id(), john.role(), john.tokenVersion());

        assertThatThrownBy(() -> club.renamePasskey.rename(stale, passkey.id(), TABLET))
                .isInstanceOf(ReauthenticationRequired.class);
        assertThatThrownBy(() -> club.removePasskey.remove(stale, passkey.id()))
                .isInstanceOf(ReauthenticationRequired.class);
        assertThat(passkeys(john)).containsExactly(passkey);
    }
}
