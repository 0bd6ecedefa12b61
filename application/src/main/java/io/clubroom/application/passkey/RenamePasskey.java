package io.clubroom.application.passkey;

import io.clubroom.application.auth.StepUp;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.passkey.Passkey;
import io.clubroom.domain.passkey.PasskeyId;
import io.clubroom.domain.passkey.PasskeyName;
import io.clubroom.domain.passkey.Passkeys;
import io.clubroom.domain.passkey.RelyingParty;
import io.clubroom.domain.user.Users;
import java.util.Optional;

/** Renames one of the actor's passkeys. */
public final class RenamePasskey {
    public sealed interface Result {
        record Renamed(Passkey passkey) implements Result {}

        record NotFound() implements Result {}
    }

    private final Transactions transactions;
    private final Users users;
    private final Passkeys passkeys;
    private final RelyingParty relyingParty;
    private final StepUp stepUp;

    public RenamePasskey(
            Transactions transactions, Users users, Passkeys passkeys, RelyingParty relyingParty, StepUp stepUp) {
        this.transactions = transactions;
        this.users = users;
        this.passkeys = passkeys;
        this.relyingParty = relyingParty;
        this.stepUp = stepUp;
    }

    /** @throws io.clubroom.domain.auth.ReauthenticationRequired if the actor last authenticated too long ago */
    public Result rename(Actor.SignedIn actor, PasskeyId id, PasskeyName name) {
        return transactions.call(actor, () -> {
            stepUp.require(actor);
            users.lock(actor.id());
            Optional<Passkey> renamed = passkeys.list(actor.id(), relyingParty.id()).stream()
                    .filter(passkey -> passkey.id().equals(id))
                    .findFirst()
                    .map(passkey -> passkey.renamed(name));
            renamed.ifPresent(passkeys::update);
            return renamed.<Result>map(Result.Renamed::new).orElseGet(Result.NotFound::new);
        });
    }
}
