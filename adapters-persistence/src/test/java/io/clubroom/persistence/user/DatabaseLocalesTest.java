package io.clubroom.persistence.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.user.CaseFolding;
import io.clubroom.domain.user.DuplicateUser;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserFilter;
import io.clubroom.domain.user.UserOrder;
import io.clubroom.persistence.DatabaseUrl;
import io.clubroom.persistence.Node;
import io.clubroom.persistence.Sql;
import io.clubroom.persistence.TestDatabase;
import io.clubroom.persistence.migration.Migrations;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases whose locale has other rules for text than Clubroom. */
class DatabaseLocalesTest {
    @Test
    void the_database_folds_each_character_as_java_does() throws Exception {
        int last = 0x1FFFF;
        String characters = IntStream.rangeClosed(1, last)
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());

        assertThat(Sql.value(
                        TestDatabase.migrated(),
                        "SELECT fold_case(string_agg(chr(c), '' ORDER BY c)) FROM generate_series(1, " + last + ") AS c"
                                + " WHERE c NOT BETWEEN " + (int) Character.MIN_SURROGATE + " AND "
                                + (int) Character.MAX_SURROGATE))
                .isEqualTo(CaseFolding.fold(characters));
        assertThat(IntStream.rangeClosed(last + 1, Character.MAX_CODE_POINT))
                .allMatch(c -> Character.toLowerCase(c) == c);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LC_COLLATE 'C' LC_CTYPE 'C' LOCALE_PROVIDER libc",
                "LC_COLLATE 'C' LC_CTYPE 'C' LOCALE_PROVIDER icu ICU_LOCALE 'tr-TR'"
            })
    void names_are_compared_and_found_alike(String locale) throws Exception {
        DatabaseUrl database = TestDatabase.empty(locale);
        Migrations.run(database, Duration.ofSeconds(30), line -> {});
        try (Node node = Node.on(database, 1)) {
            User josé = UserFixture.user()
                    .username("INFO")
                    .email("José@example.com")
                    .fullName("JOSÉ Ångström")
                    .build();
            node.users().add(josé);
            User other = UserFixture.user()
                    .username("Zoë")
                    .email("zoe@example.com")
                    .fullName("élan")
                    .build();
            node.users().add(other);

            assertThat(node.users().findByEmail(new Email("JOSÉ@EXAMPLE.COM"))).contains(josé);
            assertThatThrownBy(() ->
                            node.users().add(UserFixture.user().username("info").build()))
                    .isInstanceOf(DuplicateUser.class);
            for (String text : new String[] {"josé", "É", "sé", "JOSÉ ÅNG", "info", "İ"}) {
                UserFilter filter = new UserFilter(null, null, text);
                assertThat(node.directory().list(filter, UserOrder.of("full_name"), null, 10))
                        .as(text)
                        .contains(josé);
                assertThat(node.directory().count(filter)).as(text).isPositive();
            }
            assertThat(node.directory().list(UserFilter.ALL, UserOrder.of("full_name"), null, 10))
                    .containsExactly(josé, other);
        }
    }
}
