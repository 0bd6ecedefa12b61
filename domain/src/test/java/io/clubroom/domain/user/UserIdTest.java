package io.clubroom.domain.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.clubroom.domain.validation.InvalidValue;
import java.util.Locale;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserIdTest {
    @Property
    void parses_its_own_output_ignoring_case(@ForAll long most, @ForAll long least) {
        UserId id = new UserId(new UUID(most, least));

        assertThat(UserId.of(id.toString())).isEqualTo(id);
        assertThat(UserId.of(id.toString().toUpperCase(Locale.ROOT))).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1-1-1-1-1",
                "me",
                "a1b2c3d4-e5f6-7890-abcd-ef123456789",
                "a1b2c3d4-e5f6-7890-abcd-ef12345678900",
                "a1b2c3d4e5f67890abcdef1234567890",
                "{a1b2c3d4-e5f6-7890-abcd-ef1234567890}",
                "urn:uuid:a1b2c3d4-e5f6-7890-abcd-ef1234567890",
                "g1b2c3d4-e5f6-7890-abcd-ef1234567890",
                "a1b2c3d4-e5f6-7890-abcd-ef1234567890\n",
                " a1b2c3d4-e5f6-7890-abcd-ef1234567890"
            })
    void rejects_text_that_is_not_a_36_character_uuid(String text) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> UserId.of(text))
                .satisfies(fault -> assertThat(fault.field()).isEqualTo("id"));
    }
}
