package io.clubroom.web.oauth;

import com.nimbusds.jwt.JWTClaimsSet;
import io.clubroom.domain.identity.ExternalIdentity;
import io.clubroom.domain.identity.ProviderAnswer;
import io.clubroom.domain.identity.ProviderFailure;
import io.clubroom.domain.identity.SignInSecrets;
import io.clubroom.domain.identity.Subject;
import io.clubroom.web.oauth.ProviderHttp.Conversation;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Any provider of OpenID Connect, by what it says of itself, which is asked for when it is first needed. */
final class OpenIdClient implements ProviderClient {
    private static final String DISCOVERY_PATH = "/.well-known/openid-configuration";
    private static final Duration REDISCOVERY = Duration.ofHours(1);

    private record Discovery(OpenIdMetadata metadata, Instant at) {}

    private final CodeFlow flow;
    private final URI issuer;
    private final IdTokens idTokens;
    private final InstantSource clock;
    private volatile @Nullable Discovery discovery;

    OpenIdClient(CodeFlow flow, URI issuer, InstantSource clock) {
        this.flow = flow;
        this.issuer = issuer;
        this.idTokens = new IdTokens(flow.registration().clientId(), clock);
        this.clock = clock;
    }

    @Override
    public String authorizationAddress(Conversation conversation, SignInSecrets secrets) {
        return flow.authorizationAddress(metadata(conversation).authorize(), "openid email profile", secrets, true);
    }

    @Override
    public ExternalIdentity identify(Conversation conversation, ProviderAnswer.Granted answer, SignInSecrets secrets) {
        OpenIdMetadata metadata = metadata(conversation);
        // RFC 9207 §2.4: another provider may have sent its own user's browser here, with a code for that provider.
        if (answer.issuer() == null
                ? metadata.namesItselfInAnswers()
                : !answer.issuer().equals(metadata.issuer())) {
            throw new ProviderFailure("the code is not from it", null);
        }
        Answer tokens = new Answer(
                metadata.takesSecretInHeader()
                        ? flow.redeemWithHeader(conversation, metadata.token(), answer, secrets)
                        : flow.redeem(conversation, metadata.token(), answer, secrets));
        JWTClaimsSet claims = idTokens.verified(conversation, metadata, tokens.required("id_token"), secrets.nonce());
        Answer user = new Answer(claims.getClaims());
        String subject = user.id("sub");
        String name = user.text("name");
        // Whether an address is verified is believed only of whoever names it: the two may know different ones.
        boolean saysEnough = user.has("email") && user.has("email_verified");
        if (!saysEnough && metadata.userinfo() != null && tokens.has("access_token")) {
            user = new Answer(conversation.getObject(metadata.userinfo(), tokens.required("access_token")));
            // OpenID Connect Core 1.0 §5.3.2.
            if (!subject.equals(user.id("sub"))) {
                throw new ProviderFailure("its userinfo is about somebody else than its ID token", null);
            }
        }
        return new ExternalIdentity(
                new Subject(metadata.issuer(), subject),
                user.isTrue("email_verified") ? user.email("email") : null,
                user.text("name") == null ? name : user.text("name"));
    }

    private OpenIdMetadata metadata(Conversation conversation) {
        Instant now = clock.instant();
        Discovery known = discovery;
        if (known == null || known.at().plus(REDISCOVERY).isBefore(now)) {
            String base = issuer.toString().replaceFirst("/$", "");
            Answer answer = new Answer(conversation.getObject(URI.create(base + DISCOVERY_PATH), null));
            known = new Discovery(OpenIdMetadata.of(answer, issuer), now);
            discovery = known;
        }
        return known.metadata();
    }
}
