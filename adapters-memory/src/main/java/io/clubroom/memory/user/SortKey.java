package io.clubroom.memory.user;

import io.clubroom.domain.user.CaseFolding;
import io.clubroom.domain.user.UserDirectory.Position;
import io.clubroom.domain.user.UserOrder;
import io.clubroom.domain.validation.InvalidValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.UUID;

/** The sort key of a user: bytes that compare as PostgreSQL compares times, ids and folded text with the collation C. */
final class SortKey implements Comparable<SortKey> {
    private final byte[] key;
    private final byte[] id;

    private SortKey(byte[] key, byte[] id) {
        this.key = key;
        this.id = id;
    }

    static SortKey of(UserOrder.Key key, Position position) {
        byte[] bytes = key == UserOrder.Key.CREATED_AT ? time(position.value()) : text(position.value());
        return new SortKey(bytes, bytes(position.id().value()));
    }

    @Override
    public int compareTo(SortKey other) {
        int byKey = Arrays.compareUnsigned(key, other.key);
        return byKey != 0 ? byKey : Arrays.compareUnsigned(id, other.id);
    }

    private static byte[] text(String value) {
        if (value.indexOf('\0') >= 0) {
            throw invalidCursor();
        }
        return CaseFolding.fold(value).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] time(String value) {
        try {
            Instant time = Instant.parse(value);
            int year = time.atOffset(ZoneOffset.UTC).getYear();
            if (year >= 1 && year <= 9999) {
                return bytes(time);
            }
        } catch (DateTimeException noTime) {
            // Refused below, like a year out of range.
        }
        throw invalidCursor();
    }

    private static InvalidValue invalidCursor() {
        return new InvalidValue("cursor", "is not a position in this list");
    }

    private static byte[] bytes(Instant time) {
        // With the sign bit flipped, unsigned order equals signed order.
        long seconds = time.getEpochSecond() ^ Long.MIN_VALUE;
        return ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                .putLong(seconds)
                .putInt(time.getNano())
                .array();
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
