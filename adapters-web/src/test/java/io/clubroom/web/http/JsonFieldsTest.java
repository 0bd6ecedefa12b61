package io.clubroom.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.validation.InvalidInput;
import io.clubroom.testkit.fuzz.Damage;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JsonFieldsTest {
    private static final String VALID = """
        {"name":"SecurePass123","number":12.5e3,"flag":true,"none":null,"list":[1,"a",{"deep":[[]]}],"emoji":"\\ud83d\\ude00"}\
        """;

    @Property
    void arbitrary_bytes_are_parsed_or_refused(@ForAll byte[] body) {
        readOrRefuse(body);
    }

    @Property
    void damaged_json_is_parsed_or_refused(@ForAll("damaged") byte[] body) {
        readOrRefuse(body);
    }

    @Provide
    Arbitrary<byte[]> damaged() {
        return Arbitraries.randomValue(random -> Damage.bytes(Damage.json(VALID, random), random));
    }

    private static void readOrRefuse(byte[] body) {
        try {
            JsonFields fields = JsonFields.parseLarge(body);
            String name = fields.required("name", text -> text);
            Boolean flag = fields.optionalBoolean("flag");
            fields.optional("none", text -> text);
            fields.refuseNull("number", "list");
            fields.throwIfInvalid();
            assertThat(name).isNotNull().doesNotContain("\u0000");
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(name)).isTrue();
            assertThat(flag).isIn(true, false, null);
        } catch (MalformedBody refused) {
            assertThat(refused.reason()).startsWith("The body ").doesNotContain("Secure");
        } catch (InvalidInput refused) {
            assertThat(refused.faults()).isNotEmpty();
        }
    }
}
