package io.clubroom.domain.identity;

/** The providers whose accounts users can sign in with. */
public interface IdentityProviders {
    /** Whether this server is registered with the provider. */
    boolean isConfigured(Provider provider);

    /**
     * Returns the address to which to redirect the browser. Throws {@link ProviderFailure} if the provider must be queried for it and does
     * not answer properly, and {@link io.clubroom.domain.Unavailable} at once if too many calls are waiting for providers.
     */
    String authorizationAddress(Provider provider, SignInSecrets secrets);

    /**
     * Redeems the code and returns the user's account. Throws {@link ProviderFailure} if the provider rejects the code or does
     * not answer properly, and {@link io.clubroom.domain.Unavailable} at once, before the code is used, if too many calls are
     * waiting for providers.
     */
    ExternalIdentity identify(Provider provider, ProviderAnswer.Granted answer, SignInSecrets secrets);
}
