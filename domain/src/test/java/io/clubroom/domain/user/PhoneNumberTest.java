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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "+1 234 567 890",
                "+1 234 567 891",
                "+1 987 654 321",
                "123456",
                "+123456",
                "12345678901234567890",
                "+12345678901234567890",
                "(030) 12-34-56",
                "+(49) 30 123"
            })
    void accepts_numbers_as_people_write_them(String number) {
        assertThat(PhoneNumber.of(number).value()).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+",
                "12345",
                "+12345",
                "123456789012345678901",
                "+123456789012345678901",
                "++123456",
                "123+456",
                "123456+",
                "123.456",
                "123/456",
                "123456x",
                "12345a",
                "123456\n",
                "123\t456",
                "١٢٣٤٥٦",
                "------",
                "      ",
                "+(( ))--"
            })
    void rejects_text_that_is_not_a_number(String number) {
        assertRefused(number);
    }

    @Property
    void accepts_every_valid_number_unchanged(@ForAll("numbers") String number) {
        assertThat(PhoneNumber.of(number)).hasToString(number);
    }

    @Property
    void accepts_or_rejects_any_text_without_changing_it(@ForAll String text) {
        try {
            assertThat(PhoneNumber.of(text).value()).isEqualTo(text);
        } catch (InvalidValue refused) {
            assertThat(refused.field()).isEqualTo("phone_number");
        }
    }

    @Provide
    Arbitrary<String> numbers() {
        Arbitrary<String> rest = Arbitraries.strings()
                .withChars("0123456789 ()-".toCharArray())
                .ofMinLength(5)
                .ofMaxLength(19);
        return Combinators.combine(
                        Arbitraries.of("", "+"), Arbitraries.integers().between(0, 9), rest)
                .as((plus, digit, others) -> plus + digit + others);
    }

    private static void assertRefused(String number) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> PhoneNumber.of(number))
                .satisfies(fault -> assertThat(fault.field()).isEqualTo("phone_number"));
    }
}
