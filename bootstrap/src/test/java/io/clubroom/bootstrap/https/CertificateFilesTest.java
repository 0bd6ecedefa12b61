package io.clubroom.bootstrap.https;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.bootstrap.StartupFailure;
import io.clubroom.bootstrap.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFilesTest {
    @TempDir
    Path directory;

    private final List<String> news = new ArrayList<>();
    private Path certificate;
    private Path key;

    @BeforeEach
    void name_the_files() {
        certificate = directory.resolve("cert.pem");
        key = directory.resolve("key.pem");
    }

    private void provide() {
        CertificateFiles.provide(new Settings.Https(true, certificate, key), news::add);
    }

    @Test
    void makes_a_pair_when_there_is_none_and_says_so() {
        provide();

        assertThat(certificate).exists();
        assertThat(key).exists();
        assertThat(news).singleElement().asString().contains("self-signed", certificate.toString());
    }

    @Test
    void uses_the_pair_that_is_there_without_a_word() throws IOException {
        provide();
        String made = Files.readString(certificate);
        news.clear();

        provide();

        assertThat(Files.readString(certificate)).isEqualTo(made);
        assertThat(news).isEmpty();
    }

    @Test
    void makes_nothing_while_https_is_off() {
        CertificateFiles.provide(new Settings.Https(false, certificate, key), news::add);

        assertThat(certificate).doesNotExist();
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
    void refuses_files_that_are_no_pem() throws IOException {
        provide();
        Files.writeString(key, "not a key");
        assertThatThrownBy(this::provide).isInstanceOf(StartupFailure.class).hasMessageStartingWith("SSL_KEY_PATH");

        Files.writeString(certificate, "not a certificate");
        assertThatThrownBy(this::provide).isInstanceOf(StartupFailure.class).hasMessageStartingWith("SSL_CERT_PATH");
    }

    @Test
    void refuses_a_folder_that_cannot_be_made() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        certificate = file.resolve("cert.pem");
        key = file.resolve("key.pem");

        assertThatThrownBy(this::provide).isInstanceOf(StartupFailure.class);
        assertThatCode(() -> Files.readString(file)).doesNotThrowAnyException();
    }
}
