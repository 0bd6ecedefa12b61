package io.clubroom.web.user;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clubroom.web.support.Description;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserFieldsTest {
    private final TestServer server = TestServer.fresh();

    @ParameterizedTest
    @CsvSource({"POST, '', NewUser", "PUT, /{id}, UserReplacement", "PATCH, /{id}, UserPatch"})
    void every_documented_field_is_read(String method, String path, String schema) {
        Set<String> documented = properties(schema);
        String body =
                documented.stream().map(field -> "\"" + field + "\":[]").collect(Collectors.joining(",", "{", "}"));

        Reply reply = server.call(
                        method,
                        "/api/users" + path.replace("{id}", server.admin().id().toString()))
                .bearer(server.adminToken())
                .json(body)
                .send();

        assertThat(reply.wrongFields()).containsExactlyInAnyOrderElementsOf(documented);
    }

    @Test
    void every_field_that_is_read_is_documented() throws IllegalAccessException {
        Set<String> read = new TreeSet<>();
        for (Field constant : UserFields.class.getDeclaredFields()) {
            if (constant.getType() == String.class) {
                constant.setAccessible(true);
                read.add((String) constant.get(null));
            }
        }
        Set<String> documented = properties("NewUser");
        documented.addAll(properties("UserReplacement"));

        assertThat(documented).isEqualTo(read);
        assertThat(properties("UserPatch")).isEqualTo(properties("UserReplacement"));
    }

    @Test
    void every_field_but_a_password_is_shown() {
        Set<String> changeable = properties("UserReplacement");
        changeable.removeAll(List.of("password", "current_password"));

        assertThat(properties("User")).containsAll(changeable);
    }

    private Set<String> properties(String schema) {
        JsonNode properties =
                Description.of(server.address()).document().at("/components/schemas/" + schema + "/properties");
        Set<String> names = new TreeSet<>();
        properties.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
