package io.clubroom.domain.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.clubroom.domain.validation.InvalidValue;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailTest {
    private static final String LABEL = "x".repeat(63);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "john.smith@example.com",
                "mike.coach@example.com",
                "new.email@example.com",
                "John.Smith@Example.COM",
                "admin@localhost",
                "a@b.co",
                "first+tag@sub.domain.example",
                "o'neil@example.ie",
                "!#$%&'*+/=?^_`{|}~-@example.com",
                "1@2.x3",
                "x@123.example",
                "x@xn--bcher-kva.example",
                "x@a-b.c-d.org"
            })
    void accepts_common_addresses(String address) {
        assertThat(Email.of(address).value()).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "john",
                "john@",
                "@example.com",
                "john@example",
                "john@@example.com",
                "john@smith@example.com",
                ".john@example.com",
                "john.@example.com",
                "john..smith@example.com",
                "john smith@example.com",
                " john@example.com",
                "john@example.com ",
                "john@example.com\n",
                "john\n@example.com",
                "john@-example.com",
                "john@example-.com",
                "john@.example.com",
                "john@example..com",
                "john@example.com.",
                "john@exa_mple.com",
                "john@127.0.0.1",
                "john@[127.0.0.1]",
                "\"john\"@example.com",
                "John <john@example.com>",
                "john@example.com,mary@example.com",
                "jöhn@example.com",
                "john\0@example.com",
                "john(comment)@example.com"
            })
    void rejects_text_that_is_not_an_address(String address) {
        assertRefused(address);
    }

    @Test
    void accepts_254_characters_and_rejects_255() {
        String domain = LABEL + "." + LABEL + "." + LABEL;
        String longest = "x".repeat(254 - 1 - domain.length()) + "@" + domain;

        assertThat(Email.of(longest).value()).hasSize(254);
        assertRefused("x" + longest);
    }

    @Test
    void accepts_a_local_part_of_64_characters_and_rejects_65() {
        assertThat(Email.of("x".repeat(64) + "@example.com").localPart()).hasSize(64);
        assertRefused("x".repeat(65) + "@example.com");
    }

    @Test
    void accepts_labels_of_63_characters_and_rejects_64() {
        assertThat(Email.of("x@" + LABEL + ".com").value()).contains(LABEL);
        assertRefused("x@x" + LABEL + ".com");
    }

    @Test
    void returns_the_local_part() {
        assertThat(Email.of("john.smith@example.com").localPart()).isEqualTo("john.smith");
        assertThat(new Email("an old @ address@example.com").localPart()).isEqualTo("an old @ address");
        assertThat(new Email("no address").localPart()).isEmpty();
    }

    @Test
    void addresses_are_the_same_if_their_folded_forms_are_equal() {
        assertThat(new Email("Info@Example.com").isSameAs(new Email("info@example.COM")))
                .isTrue();
        assertThat(new Email("İnfo@example.com").isSameAs(new Email("info@example.com")))
                .isTrue();
        // Their upper case is the same.
        assertThat(new Email("ınfo@example.com").isSameAs(new Email("info@example.com")))
                .isFalse();
    }

    @Property
    void accepts_every_valid_address_unchanged(@ForAll("addresses") String address) {
        assertThat(Email.of(address)).hasToString(address);
    }

    @Property
    void accepts_or_rejects_any_text_without_changing_it(@ForAll String text) {
        try {
            assertThat(Email.of(text).value()).isEqualTo(text).contains("@");
        } catch (InvalidValue refused) {
            assertThat(refused.field()).isEqualTo("email");
        }
    }

    @Property
    void rejects_every_address_with_white_space(@ForAll("addresses") String address, @ForAll int seed) {
        int at = Math.floorMod(seed, address.length() + 1);
        assertRefused(address.substring(0, at) + " " + address.substring(at));
    }

    @Provide
    Arbitrary<String> addresses() {
        Arbitrary<String> atom = Arbitraries.strings()
                .withChars("abcxyzABCXYZ0189!#$%&'*+/=?^_`{|}~-".toCharArray())
                .ofMinLength(1)
                .ofMaxLength(20);
        Arbitrary<String> local = atom.list().ofMinSize(1).ofMaxSize(3).map(atoms -> String.join(".", atoms));
        Arbitrary<String> label =
                Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(20);
        Arbitrary<String> domain = label.list().ofMinSize(1).ofMaxSize(4).map(labels -> String.join(".", labels));
        return Combinators.combine(local, domain, Arbitraries.of("com", "org", "c0", "x-y"))
                .as((name, labels, top) -> name + "@" + labels + "." + top);
    }

    private static void assertRefused(String address) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> Email.of(address))
                .satisfies(fault -> assertThat(fault.field()).isEqualTo("email"));
    }
}
