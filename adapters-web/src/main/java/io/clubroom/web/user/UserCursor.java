package io.clubroom.web.user;

import io.clubroom.domain.user.UserDirectory.Position;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.UserOrder;
import io.clubroom.domain.validation.InvalidValue;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;

/** Encodes the position after a page of users, for the link to the next page. A cursor is valid for one order only. */
final class UserCursor {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final char SEPARATOR = '\n';

    /** No user was created outside this range, and PostgreSQL cannot represent all times outside it. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private UserCursor() {}

    static String encode(UserOrder order, Position position) {
        String text = order.text() + SEPARATOR + position.id() + SEPARATOR + position.value();
        return ENCODER.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Decodes a cursor. Throws {@link InvalidValue} unless it was created for this order. */
    static Position decode(UserOrder order, String cursor) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            String[] parts = text.split(String.valueOf(SEPARATOR), 3);
            if (parts.length == 3 && parts[0].equals(order.text()) && isPlausible(order.key(), parts[2])) {
                return new Position(parts[2], UserId.of(parts[1]));
            }
        } catch (IllegalArgumentException | CharacterCodingException | InvalidValue | DateTimeParseException foreign) {
            throw invalid();
        }
        throw invalid();
    }

    private static boolean isPlausible(UserOrder.Key key, String value) {
        return switch (key) {
            case CREATED_AT -> {
                Instant time = Instant.parse(value);
                yield !time.isBefore(EARLIEST) && !time.isAfter(LATEST);
            }
            case USERNAME, EMAIL, FULL_NAME -> value.indexOf('\0') < 0;
        };
    }

    private static InvalidValue invalid() {
        return new InvalidValue("cursor", "must be a cursor from the same list in the same order");
    }
}
