package io.clubroom.testkit.passkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.passkey.Passkey;
import io.clubroom.domain.passkey.PasskeyCeremonies.Signature;
import io.clubroom.domain.passkey.PasskeyId;
import io.clubroom.domain.passkey.PasskeyName;
import io.clubroom.domain.passkey.Passkeys;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import io.clubroom.testkit.user.UserFixture;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The contract of {@link Passkeys}. The store is empty when a test begins. */
public interface PasskeysContract {
    Instant LATER = PasskeyFixture.CREATED_AT.plusSeconds(1);

    Passkeys passkeys();

    Users users();

    Transactions transactions();

    private User storedUser() {
        User user = UserFixture.user().build();
        users().add(user);
        return user;
    }

    private Passkey stored(Passkey passkey) {
        assertThat(passkeys().add(passkey)).isTrue();
        return passkey;
    }

    @Test
    default void returns_a_passkey_as_stored() {
        Passkey passkey = stored(PasskeyFixture.of(storedUser().id()));
        Passkey bare = PasskeyFixture.of(storedUser().id());
        Passkey withoutTransports = stored(new Passkey(
                bare.id(),
                bare.user(),
                bare.rpId(),
                new Passkey.Credential(bare.credential().id(), "AA", List.of(), false),
                0,
                false,
                bare.name(),
                bare.createdAt(),
                LATER));

        assertThat(passkeys().find(passkey.credential().id())).contains(passkey);
        assertThat(passkeys().find(bare.credential().id())).contains(withoutTransports);
        assertThat(passkeys().find(SoftwareAuthenticator.randomCredentialId())).isEmpty();
    }

    @Test
    default void keeps_each_credential_once() {
        Passkey passkey = stored(PasskeyFixture.of(storedUser().id()));
        Passkey other = PasskeyFixture.of(storedUser().id(), "other.example", LATER);
        Passkey copy = new Passkey(
                other.id(),
                other.user(),
                other.rpId(),
                passkey.credential(),
                0,
                false,
                other.name(),
                other.createdAt(),
                null);

        assertThat(passkeys().add(copy)).isFalse();
        assertThat(passkeys().find(passkey.credential().id())).contains(passkey);
        assertThat(passkeys().list(other.user(), other.rpId())).isEmpty();
    }

    @Test
    default void lists_those_of_a_user_and_a_relying_party_oldest_first() {
        User user = storedUser();
        Passkey second = stored(PasskeyFixture.of(user.id(), PasskeyFixture.RP_ID, LATER));
        Passkey first = stored(PasskeyFixture.of(user.id()));
        Passkey elsewhere = stored(PasskeyFixture.of(user.id(), "other.example", LATER));
        stored(PasskeyFixture.of(storedUser().id()));

        assertThat(passkeys().list(user.id(), PasskeyFixture.RP_ID)).containsExactly(first, second);
        assertThat(passkeys().list(user.id(), "other.example")).containsExactly(elsewhere);
    }

    @Test
    default void stores_names_and_uses() {
        Passkey passkey = stored(PasskeyFixture.of(storedUser().id()));
        Passkey used = passkey.used(new Signature(8, false), LATER).renamed(new PasskeyName("Tablet"));

        passkeys().update(used);

        assertThat(passkeys().find(passkey.credential().id())).contains(used);
    }

    @Test
    default void stores_no_change_of_a_removed_one() {
        Passkey passkey = stored(PasskeyFixture.of(storedUser().id()));
        passkeys().remove(passkey.id());

        passkeys().update(passkey.renamed(new PasskeyName("Tablet")));

        assertThat(passkeys().find(passkey.credential().id())).isEmpty();
    }

    @Test
    default void removes_one_or_the_new_ones_of_a_user() {
        User user = storedUser();
        Passkey one = stored(PasskeyFixture.of(user.id()));
        Passkey two = stored(PasskeyFixture.of(user.id()));
        stored(PasskeyFixture.of(user.id(), "other.example", LATER));
        Passkey bystander = stored(PasskeyFixture.of(storedUser().id()));

        passkeys().remove(one.id());
        passkeys().remove(new PasskeyId(UUID.randomUUID()));

        assertThat(passkeys().list(user.id(), PasskeyFixture.RP_ID)).containsExactly(two);

        passkeys().removeSince(user.id(), LATER);

        assertThat(passkeys().list(user.id(), PasskeyFixture.RP_ID)).containsExactly(two);
        assertThat(passkeys().list(user.id(), "other.example")).isEmpty();

        passkeys().removeSince(user.id(), two.createdAt());

        assertThat(passkeys().list(user.id(), PasskeyFixture.RP_ID)).isEmpty();
        assertThat(passkeys().list(user.id(), "other.example")).isEmpty();
        assertThat(passkeys().find(bystander.credential().id())).contains(bystander);
    }

    @Test
    default void removes_those_of_a_user_with_the_user() {
        User user = storedUser();
        Passkey passkey = stored(PasskeyFixture.of(user.id()));
        Passkey late = PasskeyFixture.of(user.id());

        transactions().call(() -> {
            users().lock(user.id());
            users().remove(user.id());
            return true;
        });

        assertThat(passkeys().find(passkey.credential().id())).isEmpty();
        assertThat(passkeys().add(late)).isFalse();
        assertThat(passkeys().find(late.credential().id())).isEmpty();
    }

    @Test
    default void knows_the_relying_parties() {
        assertThat(passkeys().rpIds()).isEmpty();
        stored(PasskeyFixture.of(storedUser().id()));
        stored(PasskeyFixture.of(storedUser().id()));
        stored(PasskeyFixture.of(storedUser().id(), "other.example", LATER));

        assertThat(passkeys().rpIds()).containsExactlyInAnyOrder(PasskeyFixture.RP_ID, "other.example");
        assertThat(passkeys().countOfOthers(PasskeyFixture.RP_ID)).isEqualTo(1);
        assertThat(passkeys().countOfOthers("other.example")).isEqualTo(2);
    }

    @Test
    default void a_rollback_undoes_everything() {
        User user = storedUser();
        Passkey kept = stored(PasskeyFixture.of(user.id()));
        Passkey renamed = stored(PasskeyFixture.of(user.id()));
        Passkey added = PasskeyFixture.of(user.id());
        RuntimeException failure = new IllegalArgumentException("on purpose");

        assertThatThrownBy(() -> transactions().call(() -> {
                    passkeys().remove(kept.id());
                    passkeys().update(renamed.renamed(new PasskeyName("Tablet")));
                    passkeys().add(added);
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(passkeys().list(user.id(), PasskeyFixture.RP_ID)).containsExactlyInAnyOrder(kept, renamed);
    }
}
