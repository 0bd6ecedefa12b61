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
    void parses_every_role_ignoring_case(Role role) {
        assertThat(Role.of(role.text())).isEqualTo(role);
        assertThat(Role.of(role.text().toUpperCase(Locale.ROOT))).isEqualTo(role);
    }

    @Test
    void writes_roles_in_lower_case_in_every_locale() {
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
    void rejects_other_text_and_lists_the_roles(String text) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> Role.of(text))
                .satisfies(fault -> assertThat(fault.field()).isEqualTo("role"))
                .satisfies(fault -> assertThat(fault.reason()).isEqualTo("must be one of client, trainer, admin"));
    }

    @Property
    void orders_roles_by_privilege(@ForAll Role one, @ForAll Role other) {
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
