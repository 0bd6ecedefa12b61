package io.clubroom.application.passkey;

import io.clubroom.application.auth.StepUp;
import io.clubroom.application.enrollment.FinishEnrollment;
import io.clubroom.application.enrollment.GenerateRecoveryCodes;
import io.clubroom.application.mail.SendFactorNotice;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.factor.SecondFactors;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.passkey.ChallengeId;
import io.clubroom.domain.passkey.InvalidCredential;
import io.clubroom.domain.passkey.Passkey;
import io.clubroom.domain.passkey.PasskeyCeremonies;
import io.clubroom.domain.passkey.PasskeyCeremonies.Attestation;
import io.clubroom.domain.passkey.PasskeyCeremonies.NewCredential;
import io.clubroom.domain.passkey.PasskeyChallenge;
import io.clubroom.domain.passkey.PasskeyChallenge.Purpose;
import io.clubroom.domain.passkey.PasskeyChallenges;
import io.clubroom.domain.passkey.PasskeyId;
import io.clubroom.domain.passkey.PasskeyName;
import io.clubroom.domain.passkey.Passkeys;
import io.clubroom.domain.passkey.RelyingParty;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Adds a passkey to the actor's account. */
public final class RegisterPasskey {
    /** @param challenge the challenge of {@link BeginPasskeyRegistration} */
    public record Command(ChallengeId challenge, PasskeyName name, Attestation credential) {}

    public sealed interface Result {
        record Registered(Passkey passkey, FinishEnrollment.Enrolled enrolled) implements Result {}

        /** The challenge is unknown, was already answered, has expired, or is for another purpose or account. */
        record ChallengeInvalid() implements Result {}

        /** The credential fails verification, or is already a passkey. The challenge is consumed. */
        record CredentialInvalid() implements Result {}

        /** The user already has {@link Passkey#MAX_PER_USER} passkeys. */
        record TooMany() implements Result {}
    }

    private final Transactions transactions;
    private final Users users;
    private final Passkeys passkeys;
    private final PasskeyChallenges challenges;
    private final PasskeyCeremonies ceremonies;
    private final RelyingParty relyingParty;
    private final SecondFactors factors;
    private final StepUp stepUp;
    private final GenerateRecoveryCodes generateRecoveryCodes;
    private final FinishEnrollment finishEnrollment;
    private final SendFactorNotice sendFactorNotice;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    public RegisterPasskey(
            Transactions transactions,
            Users users,
            Passkeys passkeys,
            PasskeyChallenges challenges,
            PasskeyCeremonies ceremonies,
            RelyingParty relyingParty,
            SecondFactors factors,
            StepUp stepUp,
            GenerateRecoveryCodes generateRecoveryCodes,
            FinishEnrollment finishEnrollment,
            SendFactorNotice sendFactorNotice,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.transactions = transactions;
        this.users = users;
        this.passkeys = passkeys;
        this.challenges = challenges;
        this.ceremonies = ceremonies;
        this.relyingParty = relyingParty;
        this.factors = factors;
        this.stepUp = stepUp;
        this.generateRecoveryCodes = generateRecoveryCodes;
        this.finishEnrollment = finishEnrollment;
        this.sendFactorNotice = sendFactorNotice;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * @param device the device that gets new tokens
     * @throws io.clubroom.domain.auth.ReauthenticationRequired if the actor last authenticated too long ago
     */
    public Result register(Actor.SignedIn actor, Command command, Device device) {
        return switch (transactions.call(actor, () -> verify(actor, command))) {
            case Verified.Refused(Result result) -> result;
            case Verified.Accepted(NewCredential made, boolean isFirstFactor) -> {
                // Slow, so only for a credential that was accepted, and without the user's lock.
                GenerateRecoveryCodes.Generated codes = isFirstFactor ? generateRecoveryCodes.generate() : null;
                yield transactions.call(actor, () -> add(actor, command.name(), made, codes, device));
            }
        };
    }

    private sealed interface Verified {
        record Accepted(NewCredential made, boolean isFirstFactor) implements Verified {}

        record Refused(Result result) implements Verified {}
    }

    /** Consumes the challenge, and verifies the credential. */
    private Verified verify(Actor.SignedIn actor, Command command) {
        User user = lock(actor);
        if (hasAll(user)) {
            return new Verified.Refused(new Result.TooMany());
        }
        Optional<PasskeyChallenge> challenge = challenges
                .take(command.challenge(), Purpose.REGISTRATION, user.id())
                .filter(taken -> clock.instant().isBefore(taken.expiresAt()));
        if (challenge.isEmpty()) {
            return new Verified.Refused(new Result.ChallengeInvalid());
        }
        try {
            return new Verified.Accepted(
                    ceremonies.register(command.credential(), challenge.get().value()),
                    factors.of(user.id()).isEmpty());
        } catch (InvalidCredential invalid) {
            return new Verified.Refused(new Result.CredentialInvalid());
        }
    }

    private Result add(
            Actor.SignedIn actor,
            PasskeyName name,
            NewCredential made,
            GenerateRecoveryCodes.@Nullable Generated codes,
            Device device) {
        User user = lock(actor);
        if (hasAll(user)) {
            return new Result.TooMany();
        }
        boolean isFirstFactor = factors.of(user.id()).isEmpty();
        Passkey passkey = new Passkey(
                new PasskeyId(ids.get()),
                user.id(),
                relyingParty.id(),
                made.credential(),
                made.signCount(),
                made.backedUp(),
                name,
                clock.instant(),
                null);
        if (!passkeys.add(passkey)) {
            return new Result.CredentialInvalid();
        }
        sendFactorNotice.send(MailKind.PASSKEY_ADDED, user, Map.of("factor", name.value()));
        return new Result.Registered(
                passkey,
                finishEnrollment.finish(
                        user,
                        isFirstFactor ? orNew(codes) : null,
                        actor.enrollmentOnly(),
                        actor.session(),
                        passkey.method(),
                        device));
    }

    /** Generates codes if there are none yet, because the user's last factor was removed meanwhile. */
    private GenerateRecoveryCodes.Generated orNew(GenerateRecoveryCodes.@Nullable Generated codes) {
        return codes == null ? generateRecoveryCodes.generate() : codes;
    }

    private User lock(Actor.SignedIn actor) {
        stepUp.require(actor);
        return users.lock(actor.id()).orElseThrow(() -> new ActorEnded(ActorEnded.Reason.TOKEN_ENDED));
    }

    private boolean hasAll(User user) {
        return passkeys.list(user.id(), relyingParty.id()).size() >= Passkey.MAX_PER_USER;
    }
}
