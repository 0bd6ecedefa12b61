package io.clubroom.bootstrap.https;

import io.clubroom.bootstrap.StartupFailure;
import io.clubroom.bootstrap.settings.Settings;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.io.pem.PemObject;
import org.jspecify.annotations.Nullable;

/** Loads the PEM files for TLS. Other content of the files is ignored; both may be the same file. */
public final class CertificateFiles {
    private CertificateFiles() {}

    /**
     * Loads the certificate, its intermediate certificates and its key. Creates a self-signed certificate if neither file exists.
     *
     * @param news receives a message if a certificate is created
     * @return empty if HTTPS is off
     * @throws StartupFailure if the files cannot be used
     */
    public static Optional<KeyStore> provide(Settings.Https https, Consumer<String> news) {
        if (!https.enabled()) {
            return Optional.empty();
        }
        boolean certificate = Files.exists(https.certificate());
        boolean key = Files.exists(https.key());
        if (!certificate && !key && !https.certificate().equals(https.key())) {
            make(https, news);
        } else if (!certificate) {
            throw unusable("SSL_CERT_PATH", https.certificate(), "there is no such file", null);
        } else if (!key) {
            throw unusable("SSL_KEY_PATH", https.key(), "there is no such file", null);
        }
        return Optional.of(load(https));
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

    /** Loads the files; throws {@link StartupFailure} if they cannot be used. */
    static KeyStore load(Settings.Https https) {
        X509Certificate[] chain = chain(https.certificate());
        PrivateKey key = key(https.key());
        check(https, chain[0], key);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("key", key, null, chain);
            return store;
        } catch (KeyStoreException unordered) {
            throw unusable(
                    "SSL_CERT_PATH",
                    https.certificate(),
                    "after the server's own certificate must come its issuer's, then that one's issuer's, and so on",
                    unordered);
        } catch (IOException | GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has PKCS12", impossible);
        }
    }

    private static void check(Settings.Https https, X509Certificate certificate, PrivateKey key) {
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

    private static X509Certificate[] chain(Path file) {
        List<X509Certificate> chain = new ArrayList<>();
        try (Pem pem = new Pem(file, Set.of("CERTIFICATE", "X509 CERTIFICATE")::contains)) {
            JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
            for (Object found = pem.readObject(); found != null; found = pem.readObject()) {
                chain.add(converter.getCertificate((X509CertificateHolder) found));
            }
        } catch (IOException | GeneralSecurityException | RuntimeException unreadable) {
            throw unusable("SSL_CERT_PATH", file, "it is no certificate in PEM", unreadable);
        }
        if (chain.isEmpty()) {
            throw unusable("SSL_CERT_PATH", file, "it is no certificate in PEM", null);
        }
        return chain.toArray(new X509Certificate[0]);
    }

    private static PrivateKey key(Path file) {
        try (Pem pem = new Pem(file, type -> type.endsWith("PRIVATE KEY"))) {
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

    /** Reads the blocks of some types from a file (RFC 7468). */
    private static final class Pem extends PEMParser {
        private final Predicate<String> types;

        Pem(Path file, Predicate<String> types) throws IOException {
            super(open(file));
            this.types = types;
        }

        private static Reader open(Path file) throws IOException {
            // The text around the blocks may have any encoding.
            return Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
        }

        @Override
        public @Nullable PemObject readPemObject() throws IOException {
            PemObject object = super.readPemObject();
            while (object != null && !types.test(object.getType())) {
                object = super.readPemObject();
            }
            return object;
        }
    }
}
