package io.clubroom.application.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.passkey.ChallengeId;
import io.clubroom.domain.passkey.Passkey;
import io.clubroom.domain.passkey.PasskeyCeremonies.NewCredential;
import io.clubroom.domain.passkey.PasskeyChallenge;
import io.clubroom.domain.passkey.PasskeyId;
import io.clubroom.domain.passkey.PasskeyName;
import io.clubroom.domain.passkey.UserHandle;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.passkey.Ceremony;
import io.clubroom.testkit.passkey.SoftwareAuthenticator;
import io.clubroom.testkit.passkey.SoftwareAuthenticator.Algorithm;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A user with an authenticator. */
final class PasskeyHolder {
    final User user;
    final SoftwareAuthenticator authenticator = SoftwareAuthenticator.withCounter(Algorithm.ES256);

    private final Club club;

    PasskeyHolder(Club club, User user) {
        this.club = club;
        this.user = user;
    }

    /** The user, who has authenticated a moment ago. */
    Actor.SignedIn actor() {
        return new Actor.SignedIn(user.id(), user.role(), user.tokenVersion(), null, club.clock.instant(), false);
    }

    Ceremony ceremony(PasskeyChallenge challenge) {
        return Ceremony.of("club.example", "https://club.example", challenge.value());
    }

    RegisterPasskey.Command registration(PasskeyChallenge challenge, UnaryOperator<Ceremony> deviation) {
        return new RegisterPasskey.Command(
                challenge.id(), new PasskeyName("Key"), authenticator.register(deviation.apply(ceremony(challenge))));
    }

    RegisterPasskey.Result.Registered register() {
        PasskeyChallenge challenge =
                club.beginPasskeyRegistration.begin(actor()).offer().challenge();
        var result = club.registerPasskey.register(
                actor(), registration(challenge, UnaryOperator.identity()), Device.UNKNOWN);
        assertThat(result).isInstanceOf(RegisterPasskey.Result.Registered.class);
        return (RegisterPasskey.Result.Registered) result;
    }

    /** Stores a passkey of the user, without what comes with a registration. */
    Passkey stored() {
        String challenge = "Y2hhbGxlbmdlIG9mIDMyIGJ5dGVzISEhISEhISEhISE";
        NewCredential made = club.ceremonies.register(
                authenticator.register(Ceremony.of("club.example", "https://club.example", challenge)), challenge);
        Passkey passkey = new Passkey(
                new PasskeyId(UUID.randomUUID()),
                user.id(),
                club.relyingParty.id(),
                made.credential(),
                made.signCount(),
                made.backedUp(),
                new PasskeyName("Key"),
                club.clock.instant(),
                null);
        assertThat(club.passkeys.add(passkey)).isTrue();
        return passkey;
    }

    PasskeyAnswer answer(PasskeyOffer offer) {
        return answer(offer, UnaryOperator.identity());
    }

    PasskeyAnswer answer(PasskeyOffer offer, UnaryOperator<Ceremony> deviation) {
        return answer(offer.challenge().id(), deviation.apply(ceremony(offer.challenge())));
    }

    PasskeyAnswer answer(ChallengeId challenge, Ceremony ceremony) {
        return new PasskeyAnswer(
                challenge, authenticator.sign(ceremony, UserHandle.of(user.id()).value()));
    }
}
