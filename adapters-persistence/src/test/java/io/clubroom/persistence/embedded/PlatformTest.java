package io.clubroom.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.persistence.DatabaseFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, /postgres-linux-x86_64.txz",
        "Linux, aarch64, /postgres-linux-arm_64.txz",
        "Mac OS X, x86_64, /postgres-darwin-x86_64.txz",
        "Mac OS X, aarch64, /postgres-darwin-arm_64.txz",
        "Windows 11, amd64, /postgres-windows-x86_64.txz",
        "Windows 11, aarch64, /postgres-windows-x86_64.txz"
    })
    void has_an_archive_for(String system, String processor, String archive) {
        assertThat(Platform.of(system, processor, "").archive().getPath()).endsWith(archive);
    }

    @Test
    void reports_an_unsupported_platform() {
        assertThatThrownBy(() -> Platform.of("Linux", "riscv64", "").archive())
                .isInstanceOf(DatabaseFailure.class)
                .hasMessage("Clubroom has no embedded PostgreSQL for linux on riscv64: set DATABASE_URL.");
        assertThatThrownBy(() -> Platform.of("Linux", "amd64", "-alpine_linux").archive())
                .isInstanceOf(DatabaseFailure.class);
    }
}
