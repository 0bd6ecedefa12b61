package io.clubroom.domain.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.clubroom.domain.validation.InvalidValue;
import java.util.Locale;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoleTest {
    @ParameterizedTest
    @EnumSource
    void reads_every_role_in_either_case(Role role) {
        assertThat(Role.of(role.text())).isEqualTo(role);
        assertThat(Role.of(role.text().toUpperCase(Locale.ROOT))).isEqualTo(role);
    }

    @Test
    void spells_roles_in_lower_case_whatever_the_language_of_the_machine() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.of("tr"));
        try {
            assertThat(Stream.of(Role.values()).map(Role::text)).containsExactly("client", "trainer", "admin");
            assertThat(Role.of("CLIENT")).isEqualTo(Role.CLIENT);
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "root", "admin ", " admin", "admins", "clıent", "0"})
    void refuses_every_other_text_and_says_which_there_are(String text) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> Role.of(text))
                .satisfies(fault -> assertThat(fault.field()).isEqualTo("role"))
                .satisfies(fault -> assertThat(fault.reason()).isEqualTo("must be one of client, trainer, admin"));
    }

    @Property
    void orders_roles_from_the_least_to_the_most(@ForAll Role one, @ForAll Role other) {
        assertThat(one.isBelow(other)).isEqualTo(rank(one) < rank(other));
    }

    private static int rank(Role role) {
        return switch (role) {
            case CLIENT -> 1;
            case TRAINER -> 2;
            case ADMIN -> 3;
        };
    }
}
