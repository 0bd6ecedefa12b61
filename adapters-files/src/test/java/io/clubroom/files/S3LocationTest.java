package io.clubroom.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3LocationTest {
    @Test
    void has_a_bucket_and_may_have_everything_else() {
        assertThat(S3Location.parse("s3://club"))
                .isEqualTo(new S3Location("club", "", Optional.empty(), Optional.empty(), false));
        assertThat(
                        S3Location.parse(
                                "s3://my.bucket/a/b/?endpoint=https%3A%2F%2Fs3.example.com%3A9000&region=eu-central-1&path_style=true"))
                .isEqualTo(new S3Location(
                        "my.bucket",
                        "a/b/",
                        Optional.of(URI.create("https://s3.example.com:9000")),
                        Optional.of("eu-central-1"),
                        true));
        assertThat(S3Location.parse("s3://club/?endpoint=http://localhost:9000").endpoint())
                .contains(URI.create("http://localhost:9000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://", "s3:///prefix", "s3://a", "s3://-bucket", "s3://buck et/", "s3://club/pre fix"})
    void rejects_what_names_no_bucket_or_prefix(String text) {
        assertThatThrownBy(() -> S3Location.parse(text)).isInstanceOf(S3Location.Invalid.class);
    }

    @ParameterizedTest
    @CsvSource({
        "s3://club?endpoint=s3.example.com, endpoint",
        "s3://club?endpoint=ftp://s3.example.com, endpoint",
        "s3://club?endpoint=https://s3.example.com/?a=b, endpoint",
        "s3://club?endpoint=https://s3.example.com:99999, endpoint",
        "s3://club?region=Frankfurt!, region",
        "s3://club?path_style=yes, path_style",
        "s3://club?pathstyle=true, path_style",
        "s3://club?region=%zz, %",
    })
    void names_the_parameter_that_is_invalid(String text, String name) {
        assertThatThrownBy(() -> S3Location.parse(text))
                .isInstanceOf(S3Location.Invalid.class)
                .hasMessageContaining(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://id:Secret-word-1@club", "s3://club?endpoint=https://id:Secret-word-1@s3.example.com"})
    void rejects_credentials_and_does_not_repeat_them(String text) {
        assertThatThrownBy(() -> S3Location.parse(text))
                .isInstanceOf(S3Location.Invalid.class)
                .hasMessageContaining("credentials")
                .hasMessageNotContaining("Secret-word-1");
    }
}
