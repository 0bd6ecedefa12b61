package io.clubroom.testkit.identity;

import io.clubroom.domain.Unavailable;
import io.clubroom.domain.identity.ExternalIdentity;
import io.clubroom.domain.identity.IdentityProviders;
import io.clubroom.domain.identity.Provider;
import io.clubroom.domain.identity.ProviderAnswer;
import io.clubroom.domain.identity.ProviderFailure;
import io.clubroom.domain.identity.SignInSecrets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Providers for tests, which know the accounts and codes that a test grants. */
public final class ScriptedIdentityProviders implements IdentityProviders {
    private record Grant(Provider provider, ExternalIdentity identity) {}

    private final Set<Provider> configured = EnumSet.allOf(Provider.class);
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();
    private final Map<String, SignInSecrets> sentOut = new ConcurrentHashMap<>();
    private volatile boolean down;
    private volatile boolean overloaded;

    /** Makes the provider accept this code for this account. */
    public void grant(String code, Provider provider, ExternalIdentity identity) {
        grants.put(code, new Grant(provider, identity));
    }

    /** Turns the provider off. */
    public void switchOff(Provider provider) {
        configured.remove(provider);
    }

    /** Makes all providers fail. */
    public void goDown() {
        down = true;
    }

    /** Sets whether too many calls are waiting for providers. */
    public void overload(boolean nowOverloaded) {
        overloaded = nowOverloaded;
    }

    /** The secrets of the sign-in whose browser was redirected to this address. */
    public SignInSecrets secrets(String address) {
        return Objects.requireNonNull(sentOut.get(address));
    }

    @Override
    public boolean isConfigured(Provider provider) {
        return configured.contains(provider);
    }

    @Override
    public String authorizationAddress(Provider provider, SignInSecrets secrets) {
        refuseIfDown();
        String address = "https://" + provider.text() + ".example/authorize?state=" + secrets.state();
        sentOut.put(address, secrets);
        return address;
    }

    @Override
    public ExternalIdentity identify(Provider provider, ProviderAnswer.Granted answer, SignInSecrets secrets) {
        if (overloaded) {
            throw new Unavailable(Unavailable.What.CAPACITY, Duration.ofSeconds(1), "too many calls are waiting", null);
        }
        refuseIfDown();
        Grant grant = grants.get(answer.code());
        if (grant == null || grant.provider() != provider || !sentOut.containsValue(secrets)) {
            throw new ProviderFailure("it rejected the code", null);
        }
        return grant.identity();
    }

    private void refuseIfDown() {
        if (down) {
            throw new ProviderFailure("it timed out", null);
        }
    }
}
