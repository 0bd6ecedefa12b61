package io.clubroom.bootstrap.https;

import io.clubroom.bootstrap.StartupFailure;
import io.clubroom.bootstrap.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.function.Consumer;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.jspecify.annotations.Nullable;

/** The PEM files that the server speaks TLS with. */
public final class CertificateFiles {
    private CertificateFiles() {}

    /**
     * Sees to it that there is a certificate and its key if HTTPS is on; throws {@link StartupFailure} if they cannot be used.
     *
     * @param news hears that a pair had to be made
     */
    public static void provide(Settings.Https https, Consumer<String> news) {
        if (!https.enabled()) {
            return;
        }
        boolean certificate = Files.exists(https.certificate());
        boolean key = Files.exists(https.key());
        if (!certificate && !key) {
            make(https, news);
        } else if (!certificate) {
            throw unusable("SSL_CERT_PATH", https.certificate(), "there is no such file", null);
        } else if (!key) {
            throw unusable("SSL_KEY_PATH", https.key(), "there is no such file", null);
        } else {
            check(https);
        }
    }

    private static void make(Settings.Https https, Consumer<String> news) {
        try {
            SelfSignedCertificate.write(https.certificate(), https.key());
        } catch (IOException denied) {
            throw unusable("SSL_CERT_PATH", https.certificate(), "it cannot be written", denied);
        }
        news.accept("There was no certificate, so a self-signed one was made: " + https.certificate() + " and "
                + https.key() + " (clients will not trust it).");
    }

    private static void check(Settings.Https https) {
        X509Certificate certificate = certificate(https.certificate());
        PrivateKey key = key(https.key());
        try {
            Signature signature = Signature.getInstance(
                    key.getAlgorithm().startsWith("EC")
                            ? "SHA256withECDSA"
                            : key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : key.getAlgorithm());
            signature.initSign(key);
            byte[] signed = signature.sign();
            signature.initVerify(certificate);
            if (signature.verify(signed)) {
                return;
            }
            throw unusable("SSL_KEY_PATH", https.key(), "it is not the key of the certificate", null);
        } catch (GeneralSecurityException anotherKind) {
            throw unusable("SSL_KEY_PATH", https.key(), "it is not the key of the certificate", anotherKind);
        }
    }

    private static X509Certificate certificate(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException | GeneralSecurityException | ClassCastException unreadable) {
            throw unusable("SSL_CERT_PATH", file, "it is no certificate in PEM", unreadable);
        }
    }

    private static PrivateKey key(Path file) {
        try (Reader reader = Files.newBufferedReader(file);
                PEMParser pem = new PEMParser(reader)) {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            for (Object found = pem.readObject(); found != null; found = pem.readObject()) {
                if (found instanceof PrivateKeyInfo pkcs8) {
                    return converter.getPrivateKey(pkcs8);
                }
                if (found instanceof PEMKeyPair pair) {
                    return converter.getPrivateKey(pair.getPrivateKeyInfo());
                }
            }
        } catch (IOException | RuntimeException unreadable) {
            throw unusable("SSL_KEY_PATH", file, "it is no unencrypted private key in PEM", unreadable);
        }
        throw unusable("SSL_KEY_PATH", file, "it is no unencrypted private key in PEM", null);
    }

    private static StartupFailure unusable(String variable, Path file, String reason, @Nullable Exception cause) {
        return new StartupFailure(variable + " (" + file + ") cannot be used: " + reason + ".", cause);
    }
}
