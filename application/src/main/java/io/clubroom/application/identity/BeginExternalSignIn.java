package io.clubroom.application.identity;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.identity.IdentityProviders;
import io.clubroom.domain.identity.Provider;
import io.clubroom.domain.identity.ProviderFailure;
import io.clubroom.domain.identity.ReturnUrls;
import io.clubroom.domain.identity.SignInAttempt;
import io.clubroom.domain.identity.SignInAttempts;
import io.clubroom.domain.identity.SignInSecrets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Starts a sign-in with a provider's account: records the attempt and returns the address to which to redirect the browser. */
public final class BeginExternalSignIn {
    /** How long a user may take at the provider. */
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    public sealed interface Result {
        /** The browser is to be redirected to this address. */
        record Begun(String address) implements Result {}

        /** The provider is off. */
        record NotConfigured() implements Result {}

        /** The return address is not one of the configured ones. */
        record ReturnNotAllowed() implements Result {}

        record ProviderFailed() implements Result {}
    }

    private final IdentityProviders providers;
    private final SignInAttempts attempts;
    private final InstantSource clock;
    private final Supplier<String> secrets;
    private final ReturnUrls returnUrls;

    /** @param secrets generates random secrets of at least 256 bits in base64url */
    public BeginExternalSignIn(
            IdentityProviders providers,
            SignInAttempts attempts,
            InstantSource clock,
            Supplier<String> secrets,
            ReturnUrls returnUrls) {
        this.providers = providers;
        this.attempts = attempts;
        this.clock = clock;
        this.secrets = secrets;
        this.returnUrls = returnUrls;
    }

    /**
     * @param returnTo where to redirect the browser after the sign-in; null to answer the callback itself
     * @param browser the secret in the browser's cookie
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
