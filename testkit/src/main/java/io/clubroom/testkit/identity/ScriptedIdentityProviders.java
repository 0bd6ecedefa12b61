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

/** For tests only: providers that know who a test says they know, by the code that the test gave them. */
public final class ScriptedIdentityProviders implements IdentityProviders {
    private record Grant(Provider provider, ExternalIdentity identity) {}

    private final Set<Provider> configured = EnumSet.allOf(Provider.class);
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();
    private final Map<String, SignInSecrets> sentOut = new ConcurrentHashMap<>();
    private volatile boolean down;
    private volatile boolean overloaded;

    /** From now on this code of the provider stands for this account. */
    public void grant(String code, Provider provider, ExternalIdentity identity) {
        grants.put(code, new Grant(provider, identity));
    }

    /** From now on the server is not registered with the provider. */
    public void switchOff(Provider provider) {
        configured.remove(provider);
    }

    /** From now on no provider answers. */
    public void goDown() {
        down = true;
    }

    /** Whether from now on too many wait for providers. */
    public void overload(boolean nowOverloaded) {
        overloaded = nowOverloaded;
    }

    /** The secrets of the sign-in that was sent to this address. */
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
            throw new Unavailable(Unavailable.What.CAPACITY, Duration.ofSeconds(1), "too many wait", null);
        }
        refuseIfDown();
        Grant grant = grants.get(answer.code());
        if (grant == null || grant.provider() != provider || !sentOut.containsValue(secrets)) {
            throw new ProviderFailure("the provider does not know this code", null);
        }
        return grant.identity();
    }

    private void refuseIfDown() {
        if (down) {
            throw new ProviderFailure("the provider does not answer", null);
        }
    }
}
