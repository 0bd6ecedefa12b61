package io.clubroom.web.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.micronaut.context.annotation.EachBean;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.security.token.jwt.signature.secret.SecretSignature;
import io.micronaut.security.token.jwt.signature.secret.SecretSignatureConfiguration;

/**
 * The framework's signature with a secret, with HS256 and nothing else, written in the one way of RFC 7515 §2: many texts would decode
 * to the same bytes. Theirs takes each algorithm that the secret is long enough for.
 */
@EachBean(SecretSignatureConfiguration.class)
@Replaces(SecretSignature.class)
public final class ExactSignature extends SecretSignature {
    private static final JWSHeader HEADER =
            new JWSHeader.Builder(JWSAlgorithm.HS256).type(JOSEObjectType.JWT).build();

    private final MACSigner signer;
    private final MACVerifier verifier;

    public ExactSignature(SecretSignatureConfiguration configuration) {
        super(configuration);
        try {
            this.signer = new MACSigner(configuration.getSecret());
            this.verifier = new MACVerifier(configuration.getSecret());
        } catch (JOSEException tooShort) {
            throw new IllegalArgumentException("the secret of the access tokens is too short", tooShort);
        }
    }

    @Override
    public boolean supports(JWSAlgorithm algorithm) {
        return JWSAlgorithm.HS256.equals(algorithm);
    }

    @Override
    public SignedJWT sign(JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(HEADER, claims);
        token.sign(signer);
        return token;
    }

    @Override
    public boolean verify(SignedJWT token) throws JOSEException {
        Base64URL signature = token.getSignature();
        return supports(token.getHeader().getAlgorithm())
                && token.getHeader().getCriticalParams() == null
                && signature.equals(Base64URL.encode(signature.decode()))
                && token.verify(verifier);
    }
}
