package io.clubroom.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailFromTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            quoteCharacter = '`',
            value = {
                "Clubroom <no-reply@club.example>|Clubroom|no-reply@club.example|club.example",
                "no-reply@club.example|-|no-reply@club.example|club.example",
                "<no-reply@club.example>|-|no-reply@club.example|club.example",
                "\"Müller, Söhne & Co.\" <club@localhost>|Müller, Söhne & Co.|club@localhost|localhost",
                "Клуб <club@xn--80ak6aa92e.example>|Клуб|club@xn--80ak6aa92e.example|xn--80ak6aa92e.example",
                "=?utf-8?q?Caf=C3=A9?= <a@b.example>|Café|a@b.example|b.example",
                "Clubroom <no-reply@server>|Clubroom|no-reply@server|server",
            })
    void reads(String text, String name, String address, String host) {
        MailFrom from = MailFrom.parse(text);
        assertThat(from).isEqualTo(new MailFrom(name, address));
        assertThat(from.host()).isEqualTo(host);
        assertThat(from.mailbox().getAddress()).isEqualTo(address);
        assertThat(from.mailbox().getPersonal()).isEqualTo(name);
        assertThat(from.mailbox().toString()).matches("\\p{ASCII}*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Clubroom",
                "Clubroom <>",
                "Clubroom <no-reply>",
                "a@b.example, c@d.example",
                "Friends: a@b.example;",
                "Clubroom <no-reply@club.example",
                "a b@c.example",
                "a@b_c.example",
                "é@club.example",
                "a@clüb.example",
                "\"a b\"@club.example",
                "a@[127.0.0.1]",
                "Clubroom\r\nBcc: x@y.example <a@b.example>",
                "Clubroom\n <a@b.example>",
                "=?utf-8?q?a=0D=0AX?= <a@b.example>",
                "a@b.example\u0000",
            })
    void refuses_in_one_sentence(String text) {
        assertThatThrownBy(() -> MailFrom.parse(text))
                .isInstanceOf(InvalidMailSetting.class)
                .message()
                .matches("MAIL_FROM [^\n]*\\.");
    }

    @ParameterizedTest
    @CsvSource({
        "club.example, no-reply@club.example",
        "localhost, no-reply@localhost",
        "clubroom, no-reply@clubroom",
        "192.168.0.7, no-reply@localhost",
        "::1, no-reply@localhost",
        "[::1], no-reply@localhost",
    })
    void the_default_is_at_the_host_of_the_server(String host, String address) {
        assertThat(MailFrom.noReplyAt(host)).isEqualTo(new MailFrom("Clubroom", address));
    }
}
