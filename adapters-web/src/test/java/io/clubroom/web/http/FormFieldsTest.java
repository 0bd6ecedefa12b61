package io.clubroom.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.user.Username;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormFieldsTest {
    private static FormFields parse(String body) {
        return FormFields.parse(body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void reads_what_browsers_send() {
        FormFields form = parse("a=1+2&b=%C3%BC%26%3D%25&c=&d&e=x=y;z#ü&&");

        assertThat(form.text("a")).isEqualTo("1 2");
        assertThat(form.text("b")).isEqualTo("ü&=%");
        assertThat(form.has("c")).isTrue();
        assertThat(form.text("c")).isEmpty();
        assertThat(form.has("d")).isTrue();
        assertThat(form.text("e")).isEqualTo("x=y;z#ü");
        assertThat(form.has("f")).isFalse();
        assertThat(form.text("f")).isEmpty();
    }

    @Test
    void without_a_body_all_fields_are_absent() {
        assertThat(parse("").has("")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=1&a=1", "a=%", "a=%4", "a=%zz", "a=%C3", "%ff=1", "a=%ED%A0%80"})
    void refuses_what_is_no_form(String body) {
        assertThatThrownBy(() -> parse(body)).isInstanceOf(MalformedBody.class);
    }

    @Test
    void refuses_bytes_that_are_not_utf_8() {
        assertThatThrownBy(() -> FormFields.parse(new byte[] {'a', '=', (byte) 0xC3}))
                .isInstanceOf(MalformedBody.class);
    }

    @Test
    void collects_the_fault_of_each_field() {
        FormFields form = parse("good=john&bad=a+b&blank=+");

        assertThat(form.required("good", Username::of)).isEqualTo(new Username("john"));
        assertThat(form.optional("blank", Username::of)).isNull();
        assertThat(form.optional("absent", Username::of)).isNull();
        assertThat(form.isValid()).isTrue();

        assertThat(form.required("bad", Username::of)).isNull();
        assertThat(form.required("absent", Username::of)).isNull();
        assertThat(form.isValid()).isFalse();
        assertThat(form.fault("bad")).startsWith("must be 3 to 50");
        assertThat(form.fault("absent")).startsWith("must be 3 to 50");
        assertThat(form.fault("good")).isEmpty();
    }
}
