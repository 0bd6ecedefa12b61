package io.clubroom.application.passkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.application.Club;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ReauthenticationRequired;
import io.clubroom.domain.factor.RecoveryCode;
import io.clubroom.domain.factor.SecondFactor;
import io.clubroom.domain.factor.Totp;
import io.clubroom.domain.factor.TotpSecret;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.passkey.Passkey;
import io.clubroom.domain.passkey.PasskeyChallenge;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.Rival;
import io.clubroom.testkit.passkey.Ceremony;
import io.clubroom.testkit.passkey.PasskeyFixture;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegisterPasskeyTest {
    private final Club club = new Club();
    private final User john = club.join(UserFixture.user());
    private final PasskeyHolder holder = new PasskeyHolder(club, john);

    /** So that John's passkeys are not the first factor. */
    @BeforeEach
    void john_has_an_authenticator_app() {
        club.totpSecrets.activate(john.id(), Totp.begun(new TotpSecret(new byte[20]), club.clock.instant()));
    }

    private RegisterPasskey.Result register(PasskeyHolder who, PasskeyChallenge challenge) {
        return club.registerPasskey.register(
                who.actor(), who.registration(challenge, UnaryOperator.identity()), Device.UNKNOWN);
    }

    private PasskeyChallenge challenge(PasskeyHolder who) {
        return club.beginPasskeyRegistration.begin(who.actor()).offer().challenge();
    }

    private List<Passkey> passkeys() {
        return club.passkeys.list(john.id(), club.relyingParty.id());
    }

    @Test
    void adds_a_passkey_and_sends_a_notice() {
        Passkey passkey = holder.register().passkey();

        assertThat(passkey.user()).isEqualTo(john.id());
        assertThat(passkey.rpId()).isEqualTo("club.example");
        assertThat(passkey.credential().id()).isEqualTo(holder.authenticator.id());
        assertThat(passkey.createdAt()).isEqualTo(club.clock.instant());
        assertThat(passkeys()).containsExactly(passkey);
        assertThat(club.mail(MailKind.PASSKEY_ADDED, john.email()).variables())
                .containsEntry("factor", "Key")
                .containsEntry("name", john.fullName().value());
    }

    @Test
    void the_first_factor_comes_with_recovery_codes() {
        User maria = club.join(UserFixture.user());

        assertThat(new PasskeyHolder(club, maria).register().enrolled().recoveryCodes())
                .hasSize(RecoveryCode.COUNT);
        assertThat(new PasskeyHolder(club, maria).register().enrolled().recoveryCodes())
                .isEmpty();
        assertThat(club.secondFactors.of(maria.id())).containsExactly(SecondFactor.PASSKEY, SecondFactor.RECOVERY_CODE);
        assertThat(club.recoveryCodes.left(maria.id())).isEqualTo(RecoveryCode.COUNT);
    }

    /** Hashing is slow, and others wait for the lock. */
    @Test
    void recovery_codes_are_hashed_without_a_lock_and_only_for_a_credential_that_is_accepted() {
        PasskeyHolder maria = new PasskeyHolder(club, club.join(UserFixture.user()));
        AtomicInteger hashes = new AtomicInteger();
        club.whileHashing = () -> {
            hashes.incrementAndGet();
            assertThat(Rival.start(() -> club.transactions.call(() -> club.users.lock(maria.user.id())))
                            .result())
                    .isPresent();
        };

        assertThat(club.registerPasskey.register(
                        maria.actor(), maria.registration(challenge(maria), Ceremony::withoutPresence), Device.UNKNOWN))
                .isEqualTo(new RegisterPasskey.Result.CredentialInvalid());
        assertThat(hashes).hasValue(0);

        maria.register();
        assertThat(hashes).hasValue(RecoveryCode.COUNT);

        holder.register();
        assertThat(hashes).as("not the first factor").hasValue(RecoveryCode.COUNT);
    }

    @Test
    void whose_other_factor_is_removed_meanwhile_gets_recovery_codes() {
        PasskeyChallenge challenge = challenge(holder);
        club.useCaseTransactions.beforeNext(() -> {});
        club.useCaseTransactions.beforeNext(() -> club.totpSecrets.remove(john.id()));

        var result = (RegisterPasskey.Result.Registered) register(holder, challenge);

        assertThat(result.enrolled().recoveryCodes()).hasSize(RecoveryCode.COUNT);
    }

    @Test
    void a_token_for_enrollment_is_replaced_by_one_for_everything() {
        Actor.SignedIn limited =
                new Actor.SignedIn(john.id(), john.role(), john.tokenVersion(), null, club.clock.instant(), true);
        PasskeyChallenge challenge = challenge(holder);

        var result = (RegisterPasskey.Result.Registered) club.registerPasskey.register(
                limited, holder.registration(challenge, UnaryOperator.identity()), Device.UNKNOWN);

        assertThat(result.enrolled().session()).isNotNull();
        assertThat(result.enrolled().session().enrollmentRequired()).isFalse();
        assertThat(new PasskeyHolder(club, john).register().enrolled().session())
                .isNull();
    }

    @Test
    void offers_to_exclude_the_passkeys_that_work_here() {
        Passkey passkey = holder.register().passkey();
        club.passkeys.add(PasskeyFixture.of(john.id(), "other.example", club.clock.instant()));

        var begun = club.beginPasskeyRegistration.begin(holder.actor());

        PasskeyOffer offer = begun.offer();
        assertThat(offer.existing()).containsExactly(passkey);
        assertThat(begun.user().id()).isEqualTo(john.id());
        assertThat(offer.rpId()).isEqualTo("club.example");
    }

    @Test
    void a_challenge_is_good_once() {
        PasskeyChallenge challenge = challenge(holder);

        assertThat(register(holder, challenge)).isInstanceOf(RegisterPasskey.Result.Registered.class);
        assertThat(register(new PasskeyHolder(club, john), challenge))
                .isEqualTo(new RegisterPasskey.Result.ChallengeInvalid());
    }

    @Test
    void a_challenge_is_good_once_even_if_the_credential_is_refused() {
        PasskeyChallenge challenge = challenge(holder);

        assertThat(club.registerPasskey.register(
                        holder.actor(), holder.registration(challenge, Ceremony::withoutPresence), Device.UNKNOWN))
                .isEqualTo(new RegisterPasskey.Result.CredentialInvalid());
        assertThat(register(holder, challenge)).isEqualTo(new RegisterPasskey.Result.ChallengeInvalid());
        assertThat(passkeys()).isEmpty();
        assertThat(club.mails()).isEmpty();
    }

    @Test
    void a_challenge_expires_after_five_minutes() {
        PasskeyChallenge challenge = challenge(holder);
        PasskeyChallenge later = challenge(holder);

        club.clock.advance(Duration.ofMinutes(5).minusMillis(1));
        assertThat(register(holder, challenge)).isInstanceOf(RegisterPasskey.Result.Registered.class);
        club.clock.advance(Duration.ofMillis(1));
        assertThat(register(new PasskeyHolder(club, john), later))
                .isEqualTo(new RegisterPasskey.Result.ChallengeInvalid());
    }

    @Test
    void a_challenge_is_for_one_account_and_for_registration() {
        PasskeyHolder other = new PasskeyHolder(club, club.join(UserFixture.user()));

        assertThat(register(holder, challenge(other))).isEqualTo(new RegisterPasskey.Result.ChallengeInvalid());
        assertThat(register(
                        holder,
                        club.beginPasskeyReauthentication.begin(holder.actor()).challenge()))
                .isEqualTo(new RegisterPasskey.Result.ChallengeInvalid());
        assertThat(register(holder, club.beginPasskeySignIn.begin().challenge()))
                .isEqualTo(new RegisterPasskey.Result.ChallengeInvalid());
    }

    @Test
    void a_credential_is_registered_once() {
        holder.register();
        PasskeyHolder thief = new PasskeyHolder(club, club.join(UserFixture.user()));
        PasskeyChallenge challenge = challenge(thief);

        assertThat(club.registerPasskey.register(
                        thief.actor(), holder.registration(challenge, UnaryOperator.identity()), Device.UNKNOWN))
                .isEqualTo(new RegisterPasskey.Result.CredentialInvalid());
        assertThat(club.passkeys.list(thief.user.id(), club.relyingParty.id())).isEmpty();
    }

    @Test
    void a_user_has_at_most_twenty() {
        for (int i = 0; i < Passkey.MAX_PER_USER - 1; i++) {
            club.passkeys.add(PasskeyFixture.of(john.id(), club.relyingParty.id(), club.clock.instant()));
        }
        club.passkeys.add(PasskeyFixture.of(john.id(), "other.example", club.clock.instant()));
        holder.register();

        PasskeyChallenge challenge = challenge(holder);
        assertThat(register(new PasskeyHolder(club, john), challenge)).isEqualTo(new RegisterPasskey.Result.TooMany());
        assertThat(passkeys()).hasSize(Passkey.MAX_PER_USER);

        club.passkeys.remove(passkeys().getFirst().id());
        assertThat(register(new PasskeyHolder(club, john), challenge))
                .isInstanceOf(RegisterPasskey.Result.Registered.class);
    }

    @Test
    void a_user_has_at_most_twenty_even_if_another_is_added_meanwhile() {
        for (int i = 0; i < Passkey.MAX_PER_USER - 1; i++) {
            club.passkeys.add(PasskeyFixture.of(john.id(), club.relyingParty.id(), club.clock.instant()));
        }
        PasskeyChallenge challenge = challenge(holder);
        club.useCaseTransactions.beforeNext(() -> {});
        club.useCaseTransactions.beforeNext(
                () -> club.passkeys.add(PasskeyFixture.of(john.id(), club.relyingParty.id(), club.clock.instant())));

        assertThat(register(holder, challenge)).isEqualTo(new RegisterPasskey.Result.TooMany());
        assertThat(passkeys()).hasSize(Passkey.MAX_PER_USER);
    }

    @Test
    void needs_a_recent_authentication_if_there_is_a_factor() {
        Actor.SignedIn stale = new Actor.SignedIn(john.id(), john.role(), john.tokenVersion());
        PasskeyChallenge challenge = challenge(holder);

        assertThatThrownBy(() -> club.registerPasskey.register(
                        stale, holder.registration(challenge, UnaryOperator.identity()), Device.UNKNOWN))
                .isInstanceOf(ReauthenticationRequired.class);
        assertThat(passkeys()).isEmpty();
    }
}
