package io.clubroom.domain.identity;

/** The providers with whose accounts users may sign in. */
public interface IdentityProviders {
    /** Whether this server is registered with the provider. */
    boolean isConfigured(Provider provider);

    /**
     * Where to send a browser so that the provider asks its user, and sends it back with the state. Throws {@link
     * ProviderFailure} if the provider has to say something for that and does not.
     */
    String authorizationAddress(Provider provider, SignInSecrets secrets);

    /**
     * Who it was that the provider asked. Throws {@link ProviderFailure} if it does not answer, or with anything but a good
     * answer, and {@link io.clubroom.domain.Unavailable} at once, before anything is asked, when too many others wait for a
     * provider.
     */
    ExternalIdentity identify(Provider provider, ProviderAnswer.Granted answer, SignInSecrets secrets);
}
