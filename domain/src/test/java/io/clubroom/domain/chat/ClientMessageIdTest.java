package io.clubroom.domain.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.clubroom.domain.validation.InvalidValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientMessageIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"1", " ", "5f0c2d3e-8c9a-4b52-9d1e-0a6b7c8d9e0f", "any text: \"quoted\"", "😀"})
    void accepts_any_text_and_keeps_it_unchanged(String id) {
        assertThat(ClientMessageId.of(id)).hasToString(id);
    }

    @Test
    void accepts_1_to_100_characters_however_many_bytes_they_take() {
        assertThat(ClientMessageId.of("x".repeat(100)).value()).hasSize(100);
        assertThat(ClientMessageId.of("😀".repeat(100)).value()).hasSize(200);
        assertRefused("");
        assertRefused("x".repeat(101));
        assertRefused("😀".repeat(101));
    }

    @Test
    void rejects_control_characters_and_unpaired_surrogates() {
        assertRefused("a\0");
        assertRefused("a\nb");
        assertRefused("\u0085");
        assertRefused("\uD83D");
    }

    private static void assertRefused(String id) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> ClientMessageId.of(id))
                .satisfies(fault -> assertThat(fault.field()).isEqualTo("client_message_id"));
    }
}
