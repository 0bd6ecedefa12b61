package io.clubroom.application.enrollment;

import io.clubroom.application.auth.StepUp;
import io.clubroom.domain.PublicName;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.factor.RandomBytes;
import io.clubroom.domain.factor.Totp;
import io.clubroom.domain.factor.TotpSecret;
import io.clubroom.domain.factor.TotpSecrets;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import java.time.InstantSource;

/** Begins to add an authenticator app to the actor's account. It becomes a second factor when it is confirmed. */
public final class BeginTotp {
    /**
     * The data for the app.
     *
     * @param uri {@link TotpSecret#uri}
     */
    public record Begun(TotpSecret secret, String uri) {
        @Override
        public String toString() {
            return "Begun[hidden]";
        }
    }

    private final Transactions transactions;
    private final Users users;
    private final TotpSecrets secrets;
    private final StepUp stepUp;
    private final PublicName name;
    private final RandomBytes random;
    private final InstantSource clock;

    public BeginTotp(
            Transactions transactions,
            Users users,
            TotpSecrets secrets,
            StepUp stepUp,
            PublicName name,
            RandomBytes random,
            InstantSource clock) {
        this.transactions = transactions;
        this.users = users;
        this.secrets = secrets;
        this.stepUp = stepUp;
        this.name = name;
        this.random = random;
        this.clock = clock;
    }

    /**
     * Creates a secret, which must be confirmed within {@link Totp#CONFIRMATION_TIME}.
     *
     * @throws io.clubroom.domain.auth.ReauthenticationRequired if the actor last authenticated too long ago
     */
    public Begun begin(Actor.SignedIn actor) {
        return transactions.call(actor, () -> {
            stepUp.require(actor);
            User user = users.lock(actor.id()).orElseThrow(() -> new ActorEnded(ActorEnded.Reason.TOKEN_ENDED));
            TotpSecret secret = TotpSecret.random(random);
            secrets.begin(user.id(), Totp.begun(secret, clock.instant()));
            return new Begun(secret, secret.uri(name.value(), user.email()));
        });
    }
}
