package io.clubroom.application.identity;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.identity.IdentityProviders;
import io.clubroom.domain.identity.Provider;
import io.clubroom.domain.identity.ProviderFailure;
import io.clubroom.domain.identity.SignInAttempt;
import io.clubroom.domain.identity.SignInAttempts;
import io.clubroom.domain.identity.SignInSecrets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends a browser to a provider, to come back with the proof of who uses it. */
public final class BeginExternalSignIn {
    /** How long it may take to come back. */
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    /** What came of it. */
    public sealed interface Result {
        /** The browser is to go to this address. */
        record Begun(String address) implements Result {}

        /** This server is not registered with the provider. */
        record NotConfigured() implements Result {}

        /** A browser may not be sent there after the sign-in. */
        record ReturnNotAllowed() implements Result {}

        record ProviderFailed() implements Result {}
    }

    private final IdentityProviders providers;
    private final SignInAttempts attempts;
    private final InstantSource clock;
    private final Supplier<String> secrets;
    private final Set<String> returnUrls;

    /**
     * @param secrets unguessable texts, at least 256 bits each, in base64url
     * @param returnUrls where a browser may be sent after the sign-in
     */
    public BeginExternalSignIn(
            IdentityProviders providers,
            SignInAttempts attempts,
            InstantSource clock,
            Supplier<String> secrets,
            Set<String> returnUrls) {
        this.providers = providers;
        this.attempts = attempts;
        this.clock = clock;
        this.secrets = secrets;
        this.returnUrls = Set.copyOf(returnUrls);
    }

    /**
     * @param returnTo where the browser wants to be sent in the end; null to stay
     * @param browser a secret that only this browser has
     */
    public Result begin(Provider provider, @Nullable String returnTo, String browser) {
        if (!providers.isConfigured(provider)) {
            return new Result.NotConfigured();
        }
        if (returnTo != null && !returnUrls.contains(returnTo)) {
            return new Result.ReturnNotAllowed();
        }
        SignInSecrets made = new SignInSecrets(secrets.get(), secrets.get(), secrets.get());
        String address;
        try {
            address = providers.authorizationAddress(provider, made);
        } catch (ProviderFailure failure) {
            return new Result.ProviderFailed();
        }
        Instant now = clock.instant();
        attempts.add(new SignInAttempt(
                SecretHash.of(made.state()),
                SecretHash.of(browser),
                provider,
                made.nonce(),
                made.codeVerifier(),
                returnTo,
                now.plus(LIFETIME)));
        return new Result.Begun(address);
    }
}
