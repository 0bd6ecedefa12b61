package io.clubroom.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.mail.SmtpServer.Encryption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpServerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "smtp://user:pass@mail.example:2525|mail.example|2525|STARTTLS|user|pass",
                "smtp://mail.example|mail.example|587|STARTTLS|-|-",
                "smtps://mail.example|mail.example|465|IMPLICIT|-|-",
                " SMTPS://u:p@mail.example/ |mail.example|465|IMPLICIT|u|p",
                "smtp://localhost:25?starttls=never|localhost|25|NEVER|-|-",
                "smtp://localhost:25/?starttls=optional|localhost|25|STARTTLS_IF_OFFERED|-|-",
                "smtp://localhost?starttls=required|localhost|587|STARTTLS|-|-",
                "smtp://u%40club.example:p%40ss%2Fw%3A%25@h|h|587|STARTTLS|u@club.example|p@ss/w:%",
                "smtp://u:p:q+r@h|h|587|STARTTLS|u|p:q+r",
                "smtp://AKIA:a%C3%A9@h|h|587|STARTTLS|AKIA|aé",
                "smtp://u:p@[::1]:26|::1|26|STARTTLS|u|p",
                "smtp://u:p@10.0.0.1|10.0.0.1|587|STARTTLS|u|p",
                "smtp://mail_relay|mail_relay|587|STARTTLS|-|-",
            })
    void reads(String text, String host, int port, Encryption encryption, String user, String password) {
        assertThat(SmtpServer.parse(text)).isEqualTo(new SmtpServer(host, port, encryption, user, password));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mail.example",
                "http://u:s3cret@mail.example",
                "smtp:u:s3cret@mail.example",
                "smtp://",
                "smtp://u:s3cret@",
                "smtp://u:s3cret@:587",
                "smtp://u:s3cret@h:0",
                "smtp://u:s3cret@h:65536",
                "smtp://u:s3cret@h:x",
                "smtp://u:s3cret@h/inbox",
                "smtp://u:s3cret@h#x",
                "smtp://u:s3cret@h h",
                "smtp://u:s3cret@x@h",
                "smtp://u:s3/cret@h",
                "smtp://s3cret@h",
                "smtp://s3cret:@h",
                "smtp://:s3cret@h",
                "smtp://@h",
                "smtp://u:s3cret%zz@h",
                "smtp://u:s3cret%ff@h",
                "smtp://u:s3cret%00@h",
                "smtp://u:s3cret@h?tls=s3cret",
                "smtp://u:s3cret@h?starttls=s3cret",
                "smtp://u:s3cret@h?starttls",
                "smtp://u:s3cret@h?starttls=never&starttls=required",
                "smtps://u:s3cret@h?starttls=never",
            })
    void refuses_in_one_sentence_that_quotes_nothing(String text) {
        assertThatThrownBy(() -> SmtpServer.parse(text))
                .isInstanceOf(InvalidMailSetting.class)
                .message()
                .matches("SMTP_URL [^\n]*\\.")
                .doesNotContain("s3cret");
    }

    @Test
    void does_not_print_the_credentials() {
        assertThat(SmtpServer.parse("smtps://user:s3cret@[::1]:465")).hasToString("smtps://[::1]:465");
        assertThat(SmtpServer.parse("smtp://user:s3cret@h")).hasToString("smtp://h:587");
    }
}
