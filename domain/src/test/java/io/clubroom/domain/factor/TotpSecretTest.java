package io.clubroom.domain.factor;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.user.Email;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TotpSecretTest {
    private static final Instant NOW = Instant.parse("2025-06-01T12:00:10Z");

    /** The secret of the test vectors in RFC 4226 and RFC 6238. */
    private final TotpSecret secret = new TotpSecret("12345678901234567890".getBytes(StandardCharsets.US_ASCII));

    private Optional<UsedSteps> accept(String code, Instant now, UsedSteps used) {
        return secret.accept(code, now, used);
    }

    private String codeAt(long secondsFromNow) {
        return secret.codeAt(NOW.plusSeconds(secondsFromNow));
    }

    /** RFC 4226 appendix D; its counters are steps here. */
    @ParameterizedTest
    @CsvSource({
        "0, 755224", "1, 287082", "2, 359152", "3, 969429", "4, 338314",
        "5, 254676", "6, 287922", "7, 162583", "8, 399871", "9, 520489"
    })
    void makes_the_codes_of_rfc_4226(int counter, String code) {
        assertThat(secret.codeAt(Instant.ofEpochSecond(counter * 30L))).isEqualTo(code);
    }

    /** RFC 6238 appendix B for SHA-1: the last six of its eight digits. */
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void makes_the_codes_of_rfc_6238(long seconds, String code) {
        Instant time = Instant.ofEpochSecond(seconds);

        assertThat(secret.codeAt(time)).isEqualTo(code);
        assertThat(accept(code, time, UsedSteps.NONE)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(longs = {-30, 0, 30})
    void accepts_codes_of_one_step_either_side(long seconds) {
        assertThat(accept(codeAt(seconds), NOW, UsedSteps.NONE)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(longs = {-60, 60})
    void refuses_codes_of_other_steps(long seconds) {
        assertThat(accept(codeAt(seconds), NOW, UsedSteps.NONE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "abcdef", "0000000", "१२३४५६"})
    void refuses_what_is_no_code(String code) {
        assertThat(accept(code, NOW, UsedSteps.NONE)).isEmpty();
    }

    @Test
    void accepts_each_code_once_in_any_order() {
        for (long[] order :
                new long[][] {{-30, 0, 30}, {-30, 30, 0}, {0, -30, 30}, {0, 30, -30}, {30, -30, 0}, {30, 0, -30}}) {
            UsedSteps used = UsedSteps.NONE;
            for (long seconds : order) {
                used = accept(codeAt(seconds), NOW, used).orElseThrow();
                assertThat(accept(codeAt(seconds), NOW, used)).isEmpty();
            }
            for (long seconds : order) {
                assertThat(accept(codeAt(seconds), NOW, used)).isEmpty();
            }
        }
    }

    @Test
    void remembers_used_codes_as_long_as_they_would_be_accepted() {
        UsedSteps used = accept(codeAt(0), NOW, UsedSteps.NONE).orElseThrow();

        assertThat(accept(codeAt(0), NOW.plusSeconds(30), used)).isEmpty();
        UsedSteps later = accept(codeAt(30), NOW.plusSeconds(30), used).orElseThrow();
        assertThat(accept(codeAt(0), NOW.plusSeconds(30), later)).isEmpty();
        UsedSteps latest = accept(codeAt(60), NOW.plusSeconds(30), later).orElseThrow();
        assertThat(accept(codeAt(0), NOW.plusSeconds(30), latest)).isEmpty();
        assertThat(accept(codeAt(30), NOW.plusSeconds(60), latest)).isEmpty();
        assertThat(accept(codeAt(3600), NOW.plusSeconds(3600), latest)).isPresent();
    }

    @Test
    void accepts_no_codes_again_after_the_clock_was_set_back() {
        UsedSteps used = accept(codeAt(0), NOW, UsedSteps.NONE).orElseThrow();

        assertThat(accept(codeAt(-3600), NOW.minusSeconds(3600), used)).isEmpty();
    }

    @Test
    void has_an_address_for_apps() {
        assertThat(secret.uri("Café & Club", new Email("ada+x@example.com")))
                .isEqualTo("otpauth://totp/Caf%C3%A9%20%26%20Club:ada%2Bx%40example.com"
                        + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Caf%C3%A9%20%26%20Club"
                        + "&algorithm=SHA1&digits=6&period=30");
    }

    @Test
    void a_random_one_has_160_bits() {
        TotpSecret random = TotpSecret.random(count -> new byte[count]);

        assertThat(random.bytes()).hasSize(20);
        assertThat(random.base32()).isEqualTo("A".repeat(32));
    }

    @Test
    void hides_itself() {
        assertThat(secret).hasToString("TotpSecret[hidden]");
    }
}
