package io.clubroom.domain.factor;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryCodeTest {
    private static final RandomBytes RANDOM = count -> {
        byte[] bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    };

    @Test
    void there_are_ten_different_ones_of_fifty_bits() {
        List<RecoveryCode> codes = RecoveryCode.random(RANDOM);

        assertThat(codes).hasSize(10).doesNotHaveDuplicates();
        assertThat(codes).allSatisfy(code -> assertThat(code.text()).matches("[a-z2-7]{5}-[a-z2-7]{5}"));
    }

    @Test
    void all_bits_are_random() {
        byte[] ones = {-1, -1, -1, -1, -1, -1, -1};

        assertThat(RecoveryCode.random(count -> new byte[count]).getFirst().text())
                .isEqualTo("aaaaa-aaaaa");
        assertThat(RecoveryCode.random(_ -> ones).getFirst().text()).isEqualTo("77777-77777");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"abcde-23456", "ABCDE-23456", "abcde23456", " a b c d e 2 3 4 5 6\n", "AbCdE\u2011234\u00A056"})
    void is_recognized_however_it_is_typed(String typed) {
        assertThat(TypedCode.of(typed).recoveryCode()).contains(new RecoveryCode("abcde-23456"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "123456", "abcde-2345", "abcde-234567", "abcde-23451", "abcde_23456"})
    void anything_else_is_none(String typed) {
        assertThat(TypedCode.of(typed).recoveryCode()).isEmpty();
    }

    @Test
    void a_time_based_code_may_be_typed_with_a_space() {
        assertThat(TypedCode.of(" 123 456").characters()).isEqualTo("123456");
    }

    @Test
    void hides_itself() {
        assertThat(new RecoveryCode("abcde-23456")).hasToString("RecoveryCode[hidden]");
        assertThat(TypedCode.of("abcde-23456")).hasToString("TypedCode[hidden]");
    }
}
