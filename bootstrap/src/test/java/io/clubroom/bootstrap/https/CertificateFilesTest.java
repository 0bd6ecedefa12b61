package io.clubroom.bootstrap.https;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.bootstrap.StartupFailure;
import io.clubroom.bootstrap.settings.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFilesTest {
    @TempDir
    Path directory;

    private final List<String> messages = new ArrayList<>();
    private Path certificate;
    private Path key;

    @BeforeEach
    void set_the_paths() {
        certificate = directory.resolve("cert.pem");
        key = directory.resolve("key.pem");
    }

    private Optional<KeyStore> provide() {
        return CertificateFiles.provide(new Settings.Https(true, certificate, key), messages::add);
    }

    @Test
    void a_renewed_certificate_is_loaded_once() throws Exception {
        provide();
        CertificateRenewal renewal = new CertificateRenewal(new Settings.Https(true, certificate, key));
        assertThat(renewal.check()).isEmpty();
        SelfSignedCertificate.write(directory.resolve("new-cert.pem"), directory.resolve("new-key.pem"));
        FileTime later = FileTime.from(Instant.now().plusSeconds(60));

        Files.move(directory.resolve("new-cert.pem"), certificate, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(certificate, later);
        assertThat(renewal.check()).as("without its key").isEmpty();
        Files.move(directory.resolve("new-key.pem"), key, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(key, later);

        assertThat(renewal.check()).isPresent();
        assertThat(renewal.check()).isEmpty();
    }

    /** The text of the file; creates the certificate and its key first if the file does not exist. */
    private String created(Path file) throws IOException {
        if (!Files.exists(file)) {
            provide();
        }
        return Files.readString(file);
    }

    /** The created key in the format of SEC 1, which older programs write instead of PKCS #8. */
    private String createdAsSec1() throws IOException {
        StringWriter text = new StringWriter();
        try (PEMParser created = new PEMParser(new StringReader(created(key)));
                PemWriter old = new PemWriter(text)) {
            PrivateKeyInfo pkcs8 = (PrivateKeyInfo) created.readObject();
            ECPrivateKey number = ECPrivateKey.getInstance(pkcs8.parsePrivateKey());
            ECPrivateKey withItsCurve = new ECPrivateKey(
                    256, number.getKey(), pkcs8.getPrivateKeyAlgorithm().getParameters());
            old.writeObject(new PemObject("EC PRIVATE KEY", withItsCurve.getEncoded()));
        }
        return text.toString();
    }

    private static BigInteger numberOf(KeyStore store) throws Exception {
        return ((java.security.interfaces.ECPrivateKey) store.getKey("key", null)).getS();
    }

    private static X509Certificate first(String pem) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void creates_a_certificate_and_reports_it_if_there_is_none() throws Exception {
        KeyStore store = provide().orElseThrow();

        assertThat(store.getCertificateChain("key")).containsExactly(first(Files.readString(certificate)));
        assertThat(store.getKey("key", null)).isNotNull();
        assertThat(certificate).exists();
        assertThat(key).exists();
        assertThat(messages).singleElement().asString().contains("self-signed", certificate.toString());
    }

    @Test
    void uses_existing_files_without_reporting_anything() throws IOException {
        provide();
        String created = Files.readString(certificate);
        messages.clear();

        provide();

        assertThat(Files.readString(certificate)).isEqualTo(created);
        assertThat(messages).isEmpty();
    }

    @Test
    void creates_nothing_while_https_is_off() {
        assertThat(CertificateFiles.provide(new Settings.Https(false, certificate, key), messages::add))
                .isEmpty();

        assertThat(certificate).doesNotExist();
    }

    @Test
    void ignores_the_text_that_openssl_writes_around_a_key_and_a_certificate() throws Exception {
        String parameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
        String itsCertificate = created(certificate);
        X509Certificate expected = first(itsCertificate);
        BigInteger expectedKey = numberOf(provide().orElseThrow());
        for (String itsKey : List.of(created(key), createdAsSec1())) {
            Files.writeString(key, "Bag Attributes\n    localKeyID: 01\n" + parameters + itsKey);
            Files.write(
                    certificate,
                    ("Certificate:\n    Issuer: O=Grüße\n" + itsCertificate).getBytes(StandardCharsets.ISO_8859_1));

            KeyStore store = provide().orElseThrow();

            assertThat(store.getCertificateChain("key")).containsExactly(expected);
            assertThat(numberOf(store)).isEqualTo(expectedKey);
        }
    }

    @Test
    void reads_both_from_one_file_in_any_order() throws Exception {
        String itsKey = created(key);
        String itsCertificate = created(certificate);
        String other = "-----BEGIN DH PARAMETERS-----\nMAYCAQsCAQI=\n-----END DH PARAMETERS-----\n";
        key = certificate;
        for (String both : List.of(itsKey + itsCertificate + other, other + itsCertificate + itsKey)) {
            Files.writeString(certificate, both);

            assertThat(provide().orElseThrow().getCertificateChain("key")).containsExactly(first(itsCertificate));
        }
    }

    @Test
    void does_not_create_certificate_and_key_in_one_file() {
        key = certificate;

        assertThatThrownBy(this::provide).isInstanceOf(StartupFailure.class).hasMessageStartingWith("SSL_CERT_PATH");
        assertThat(certificate).doesNotExist();
    }

    @Test
    void refuses_certificates_that_do_not_form_a_chain() throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init((KeyStore) null);
        X509Certificate stranger = ((X509TrustManager) trust.getTrustManagers()[0]).getAcceptedIssuers()[0];
        StringWriter text = new StringWriter();
        try (PemWriter pem = new PemWriter(text)) {
            pem.writeObject(new JcaMiscPEMGenerator(stranger));
        }
        Files.writeString(certificate, created(certificate) + text);

        assertThatThrownBy(this::provide)
                .isInstanceOf(StartupFailure.class)
                .hasMessageStartingWith("SSL_CERT_PATH (" + certificate + ") cannot be used: ");
    }

    @Test
    void refuses_a_key_that_needs_a_passphrase() throws IOException {
        provide();
        Files.writeString(key, created(key).replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"));

        assertThatThrownBy(this::provide).isInstanceOf(StartupFailure.class).hasMessageStartingWith("SSL_KEY_PATH");
    }

    @Test
    void refuses_a_certificate_without_its_key() throws IOException {
        provide();
        Files.delete(key);

        assertThatThrownBy(this::provide).isInstanceOf(StartupFailure.class).hasMessageStartingWith("SSL_KEY_PATH");
        assertThat(key).doesNotExist();
    }

    @Test
    void refuses_a_key_without_its_certificate() throws IOException {
        provide();
        Files.delete(certificate);

        assertThatThrownBy(this::provide).isInstanceOf(StartupFailure.class).hasMessageStartingWith("SSL_CERT_PATH");
        assertThat(certificate).doesNotExist();
    }

    @Test
    void refuses_the_key_of_another_certificate() throws IOException {
        provide();
        Path otherKey = directory.resolve("other-key.pem");
        SelfSignedCertificate.write(directory.resolve("other-cert.pem"), otherKey);
        key = otherKey;

        assertThatThrownBy(this::provide)
                .isInstanceOf(StartupFailure.class)
                .hasMessageStartingWith("SSL_KEY_PATH")
                .hasMessageContaining("not the key of the certificate");
    }

    @Test
    void refuses_files_that_are_not_pem() throws IOException {
        provide();
        Files.writeString(key, "not a key");
        assertThatThrownBy(this::provide).isInstanceOf(StartupFailure.class).hasMessageStartingWith("SSL_KEY_PATH");

        Files.writeString(certificate, "not a certificate");
        assertThatThrownBy(this::provide).isInstanceOf(StartupFailure.class).hasMessageStartingWith("SSL_CERT_PATH");
    }

    @Test
    void refuses_a_directory_that_cannot_be_created() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        certificate = file.resolve("cert.pem");
        key = file.resolve("key.pem");

        assertThatThrownBy(this::provide).isInstanceOf(StartupFailure.class);
        assertThatCode(() -> Files.readString(file)).doesNotThrowAnyException();
    }
}
