package io.clubroom.domain.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.clubroom.domain.validation.InvalidValue;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"general", "support", "a", "A", "0", "team_1.north-side", "...", ".a", "a.", "..a", "._"})
    void accepts_letters_digits_underscores_dots_and_hyphens(String id) {
        assertThat(RoomId.of(id)).hasToString(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", "a?b", "a\n", "ä", "木", "a\0", "a%20b", ".", "..", "..\n"})
    void rejects_anything_else(String id) {
        assertRefused(id);
    }

    @Test
    void accepts_100_characters_and_rejects_101() {
        assertThat(RoomId.of("x".repeat(100)).value()).hasSize(100);
        assertRefused("x".repeat(101));
    }

    @Test
    void an_id_that_the_server_might_give_cannot_be_chosen() {
        RoomId given = RoomId.given(UUID.fromString("c865f315-c339-4089-951f-d42b74175dcd"));

        assertThat(given).isEqualTo(RoomId.of("_.c865f315-c339-4089-951f-d42b74175dcd"));
        for (String id : List.of(given.value(), "_.", "_.x")) {
            assertThatExceptionOfType(InvalidValue.class)
                    .isThrownBy(() -> RoomId.chosen(id))
                    .satisfies(fault -> assertThat(fault.field()).isEqualTo("id"));
        }
        for (String id : List.of("c865f315-c339-4089-951f-d42b74175dcd", "_", "_x", "._", "x_.")) {
            assertThat(RoomId.chosen(id)).hasToString(id);
        }
        assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> RoomId.chosen("a b"));
    }

    @Test
    void case_matters() {
        assertThat(RoomId.of("Hall")).isNotEqualTo(RoomId.of("hall"));
    }

    @Test
    void stored_ids_may_predate_the_rule() {
        for (String id : List.of("Old room!", "\uD83D\uDE00 talk", "a\nb", "\uD83D\uDE00".repeat(100))) {
            assertThat(RoomId.stored(id)).isEqualTo(new RoomId(id));
        }
        for (String id : List.of("", "a\0", "\uD83D", "\uDE00\uD83D", "x".repeat(101), "\uD83D\uDE00".repeat(101))) {
            assertThat(RoomId.stored(id)).as(id).isNull();
        }
    }

    private static void assertRefused(String id) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> RoomId.of(id))
                .satisfies(fault -> assertThat(fault.field()).isEqualTo("id"));
    }
}
