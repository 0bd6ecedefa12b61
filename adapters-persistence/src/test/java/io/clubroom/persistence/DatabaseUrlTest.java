package io.clubroom.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.testkit.fuzz.Damage;
import java.net.URLEncoder;
import java.util.Properties;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;

class DatabaseUrlTest {
    private static final String USER_OF_THE_MACHINE = System.getProperty("user.name");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "postgres://postgres:password@localhost/actix_postgres_api?sslmode=prefer|postgres|password|localhost:5432|actix_postgres_api",
                "postgresql://u:p@db.example.com:6543/d|u|p|db.example.com:6543|d",
                "POSTGRES://u@h/d|u|-|h:5432|d",
                " postgres://u@h/d |u|-|h:5432|d",
                "postgres://u:@h/d|u|-|h:5432|d",
                "postgres://u@h|u|-|h:5432|u",
                "postgres://u@h/|u|-|h:5432|u",
                "postgres://u@/d|u|-|localhost:5432|d",
                "postgres:///d|OS|-|localhost:5432|d",
                "postgres://|OS|-|localhost:5432|OS",
                "postgres://h:/d|OS|-|h:5432|d",
                "postgres://u:p%40ss%2Fw%3Aord%25@h/my%20db|u|p@ss/w:ord%|h:5432|my db",
                "postgres://u%40corp:p+q@h/d|u@corp|p+q|h:5432|d",
                "postgres://u:p:q@h/d|u|p:q|h:5432|d",
                "postgres://u:p@ss@h/d|u|p@ss|h:5432|d",
                "postgres://u:p@[::1]/d|u|p|[::1]:5432|d",
                "postgres://u:p@[fe80::2]:6543/d|u|p|[fe80::2]:6543|d",
                "postgres://u@h1:1,h2:2,h3/d|u|-|h1:1,h2:2,h3:5432|d",
                "postgres:///d?host=h&port=7&user=u&password=p|u|p|h:7|d",
                "postgres://u@h/?dbname=d|u|-|h:5432|d",
                "jdbc:postgresql://h/d?user=u&password=p|u|p|h:5432|d",
                "jdbc:postgresql://h:6543/d?user=u+v&password=p%2Bq@r#s|u v|p+q@r#s|h:6543|d",
                "JDBC:postgresql://[::1]/d?user=u|u|-|[::1]:5432|d",
                "jdbc:postgresql://u:p@h/d|u|p|h:5432|d",
            })
    void reads(String text, String user, String password, String address, String database) {
        DatabaseUrl url = DatabaseUrl.parse(text);
        assertThat(url.user()).isEqualTo(user.replace("OS", USER_OF_THE_MACHINE));
        assertThat(url.password()).isEqualTo(password);
        assertThat(url.address()).isEqualTo(address);
        assertThat(url.database()).isEqualTo(database.replace("OS", USER_OF_THE_MACHINE));
        assertThat(url.jdbcUrl()).startsWith("jdbc:postgresql://" + address + "/");
    }

    @ParameterizedTest
    @CsvSource({
        "sslmode=disable, sslmode, disable",
        "sslmode=allow, sslmode, allow",
        "sslmode=prefer, sslmode, prefer",
        "sslmode=require, sslmode, require",
        "sslmode=verify-ca&sslrootcert=/r, sslmode, verify-ca",
        "sslmode=verify-full&sslrootcert=/r, sslmode, verify-full",
        "ssl-mode=require, sslmode, require",
        "sslmode=verify-full&sslrootcert=/ca%20s/root.crt, sslrootcert, /ca s/root.crt",
        "sslcert=/c, sslcert, /c",
        "sslkey=/k, sslkey, /k",
        "application_name=my%20club, ApplicationName, my club",
        "sslmode=prefer, ApplicationName, clubroom",
        "connect_timeout=7, connectTimeout, 7",
        "options=-c%20search_path=club, options, -c search_path=club",
        "channel_binding=require, channelBinding, require",
        "target_session_attrs=read-write, targetServerType, primary",
        "target_session_attrs=standby, targetServerType, secondary",
        "target_session_attrs=prefer-standby, targetServerType, preferSecondary",
        "sslmode=verify-full&sslrootcert=system, sslfactory, org.postgresql.ssl.DefaultJavaSSLFactory",
        "sslmode=verify-full, sslfactory, org.postgresql.ssl.DefaultJavaSSLFactory",
        "sslmode=verify-full&sslrootcert=/r, sslfactory, ",
        "sslmode=require, sslfactory, ",
        "statement-cache-capacity=100, statement-cache-capacity, ",
        "keepalives, keepalives, ",
    })
    void passes_parameters_of_libpq_to_the_driver(String query, String name, String value) {
        assertThat(asTheDriverReadsIt(DatabaseUrl.parse("postgres://u:p@h/d?" + query))
                        .getProperty(name))
                .isEqualTo(value);
    }

    @Example
    void passes_parameters_of_the_driver_unchanged() {
        Properties parameters = asTheDriverReadsIt(DatabaseUrl.parse(
                "jdbc:postgresql://h/d?user=u&password=p&sslmode=require&tcpKeepAlive=true&ApplicationName=a%26b"));
        assertThat(parameters)
                .containsEntry("sslmode", "require")
                .containsEntry("tcpKeepAlive", "true")
                .containsEntry("ApplicationName", "a&b")
                .doesNotContainKeys("user", "password");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "mysql://u:secret@h/d",
                "postgres:/u:secret@h/d",
                "postgres://u:secret@h:0/d",
                "postgres://u:secret@h:65536/d",
                "postgres://u:secret@h:99999999999/d",
                "postgres://u:secret@h:-1/d",
                "postgres://u:secret@h:port/d",
                "postgres://u:secret@h:1:2/d",
                "postgres://u:secret@h h/d",
                "postgres://u:secret@[::1/d",
                "postgres://u:secret@::1/d",
                "postgres://u:secret@h%zz/d",
                "postgres://u:secret%4@h/d",
                "postgres://u:secret%zz@h/d",
                "postgres://u:secret%ff@h/d",
                "postgres://u:secret%00@h/d",
                "postgres://u:secret@%2Fvar%2Frun%2Fpostgresql/d",
                "postgres://u:secret@/d?host=/var/run/postgresql",
                "postgres://u:secret@h/d?sslmode=secret",
                "postgres://u:secret@h/d?sslmode=",
                "jdbc:postgresql://h/d?user=u&password=secret&sslmode=on",
                "postgres://u:secret@h/d?target_session_attrs=secret",
                "postgres://u:secret@h/d?connect_timeout=secret",
                "postgres://u:se/cret@h/d",
                "postgres://u:5432/secret@h/d",
                "postgres://u:5432?secret@h/d",
                "postgres://u:5432#secret@h/d",
                "jdbc:postgresql:d?password=secret",
                "jdbc:mysql://h/d?password=secret",
            })
    void refuses_in_one_sentence_that_quotes_nothing(String text) {
        assertThatThrownBy(() -> DatabaseUrl.parse(text))
                .isInstanceOf(InvalidDatabaseUrl.class)
                .message()
                .startsWith("DATABASE_URL ")
                .endsWith(".")
                .hasLineCount(1)
                .doesNotContainIgnoringCase("secret");
    }

    @Property
    void decodes_percent_encoding(
            @ForAll("texts") String user, @ForAll("texts") String password, @ForAll("texts") String database) {
        DatabaseUrl url =
                DatabaseUrl.parse("postgres://" + encode(user) + ":" + encode(password) + "@h/" + encode(database));
        assertThat(url.user()).isEqualTo(user);
        assertThat(url.password()).isEqualTo(password);
        assertThat(url.database()).isEqualTo(database);
        assertThat(asTheDriverReadsIt(url).getProperty("PGDBNAME")).isEqualTo(database);
    }

    @Property
    void decodes_jdbc_urls_like_the_driver(@ForAll("texts") String user, @ForAll("texts") String database) {
        String text = "jdbc:postgresql://h/" + encode(database) + "?user=" + URLEncoder.encode(user, UTF_8);
        DatabaseUrl url = DatabaseUrl.parse(text);
        Properties driver = new Driver().parseURL(text, new Properties());
        assertThat(url.user()).isEqualTo(driver.getProperty("user")).isEqualTo(user);
        assertThat(url.database()).isEqualTo(driver.getProperty("PGDBNAME")).isEqualTo(database);
    }

    @Property
    void does_not_print_the_password(@ForAll("passwords") String password) {
        for (String form :
                new String[] {"postgres://u:%s@h/d?sslmode=require", "jdbc:postgresql://h/d?user=u&password=%s"}) {
            DatabaseUrl url = DatabaseUrl.parse(form.formatted(encode(password)));
            assertThat(url.password()).isEqualTo(password);
            assertThat(url + url.jdbcUrl() + url.address())
                    .doesNotContain(password)
                    .doesNotContain(encode(password));
        }
    }

    @Property
    void garbage_is_parsed_or_rejected_without_quoting_it(
            @ForAll("garbage") String before, @ForAll("passwords") String password, @ForAll("garbage") String after) {
        try {
            DatabaseUrl.parse(before + password + after);
        } catch (InvalidDatabaseUrl refused) {
            assertThat(refused.getMessage()).startsWith("DATABASE_URL ").doesNotContain(password);
        }
    }

    @Property
    void anything_is_parsed_or_rejected(@ForAll String text) {
        try {
            DatabaseUrl.parse(text);
        } catch (InvalidDatabaseUrl refused) {
            assertThat(refused.getMessage()).hasLineCount(1);
        }
    }

    @Property
    void a_damaged_url_is_parsed_or_rejected_without_revealing_the_password(
            @ForAll("valid") String valid, @ForAll long seed) {
        String damaged = Damage.text(valid, new Random(seed));
        try {
            DatabaseUrl url = DatabaseUrl.parse(damaged);
            // The driver accepts the result, which does not contain the password.
            assertThat(asTheDriverReadsIt(url)).as(damaged).isNotNull().doesNotContainKey("password");
        } catch (InvalidDatabaseUrl refused) {
            assertThat(refused.getMessage())
                    .as(damaged)
                    .matches("DATABASE_URL [^\n]*\\.")
                    .doesNotContain("Zq7", "Kx9", "9Wj");
        }
    }

    @Provide
    Arbitrary<String> valid() {
        return Arbitraries.of(
                "postgres://user:Zq7Kx9Wj@db.example:5432/club?sslmode=prefer",
                "postgresql://user:Zq7Kx9Wj@[::1]:5432,h2/club?application_name=a%20b&connect_timeout=7",
                "postgres:///club?host=h&port=7&user=u&password=Zq7Kx9Wj",
                "jdbc:postgresql://db.example:5432/club?user=u&password=Zq7Kx9Wj&sslmode=require");
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .all()
                .excludeChars('\0', '\uFFFD')
                .ofMinLength(1)
                .ofMaxLength(20)
                .filter(text -> UTF_8.newEncoder().canEncode(text));
    }

    @Provide
    Arbitrary<String> passwords() {
        return Arbitraries.strings()
                .withCharRange('A', 'Z')
                .withChars("%/?#@:+ &")
                .ofMinLength(8)
                .ofMaxLength(20);
    }

    @Provide
    Arbitrary<String> garbage() {
        return Arbitraries.of(
                        "postgres://",
                        "postgres://u:",
                        "jdbc:postgresql://",
                        "@h/d",
                        ":5432/",
                        "?sslmode=",
                        "&",
                        "#",
                        "%",
                        "%zz",
                        "[::1]",
                        ",",
                        "")
                .list()
                .ofMaxSize(4)
                .map(parts -> String.join("", parts));
    }

    private static Properties asTheDriverReadsIt(DatabaseUrl url) {
        return new Driver().parseURL(url.jdbcUrl(), new Properties());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
