package io.clubroom.web.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.user.UserDirectory.Position;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.UserOrder;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.testkit.fuzz.Damage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class UserCursorTest {
    private static final UserId USER = new UserId(UUID.fromString("c865f315-c339-4089-951f-d42b74175dcd"));

    @Property
    void decodes_a_cursor_to_its_position(@ForAll("orders") UserOrder order, @ForAll("names") String name) {
        Position position = position(order, name);

        assertThat(UserCursor.decode(order, UserCursor.encode(order, position))).isEqualTo(position);
    }

    @Property
    void rejects_a_cursor_of_another_order(@ForAll("orders") UserOrder one, @ForAll("orders") UserOrder other) {
        String cursor = UserCursor.encode(one, position(one, "name"));

        assertThat(isTaken(other, cursor)).isEqualTo(one.equals(other));
    }

    @Property
    void any_text_is_a_cursor_or_is_rejected(@ForAll("orders") UserOrder order, @ForAll String cursor) {
        isTaken(order, cursor);
    }

    @Property
    void a_damaged_cursor_is_a_cursor_or_is_rejected(
            @ForAll("orders") UserOrder order, @ForAll("damaged") String cursor) {
        isTaken(order, cursor);
    }

    private static boolean isTaken(UserOrder order, String cursor) {
        try {
            Position position = UserCursor.decode(order, cursor);
            // PostgreSQL can store the text and the time.
            assertThat(position.value()).doesNotContain("\u0000");
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(position.value()))
                    .isTrue();
            if (order.key() == UserOrder.Key.CREATED_AT) {
                assertThat(Instant.parse(position.value()))
                        .isBetween(Instant.parse("0001-01-01T00:00:00Z"), Instant.parse("9999-12-31T23:59:59.999999Z"));
            }
            return true;
        } catch (InvalidValue refused) {
            assertThat(refused.field()).isEqualTo("cursor");
            return false;
        }
    }

    private static Position position(UserOrder order, String name) {
        return new Position(order.key() == UserOrder.Key.CREATED_AT ? "2026-03-01T12:00:00.123456Z" : name, USER);
    }

    @Provide
    Arbitrary<UserOrder> orders() {
        return Arbitraries.of(UserOrder.Key.values())
                .flatMap(key -> Arbitraries.of(true, false).map(descending -> new UserOrder(key, descending)));
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .all()
                .excludeChars('\0')
                .ofMaxLength(20)
                .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
    }

    /** Damage to the cursor before and after it is encoded. */
    @Provide
    Arbitrary<String> damaged() {
        return orders().flatMap(order -> Arbitraries.randomValue(random -> {
            String text =
                    order.text() + "\n" + USER + "\n" + position(order, "name").value();
            String damaged = random.nextBoolean() ? Damage.text(text, random) : text;
            String cursor = Base64.getUrlEncoder().withoutPadding().encodeToString(Damage.bytes(damaged, random));
            return random.nextInt(3) == 0 ? Damage.text(cursor, random) : cursor;
        }));
    }
}
