package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.UserId;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A line of a {@link RelayMessage} that announces that users have become, or are no longer, members of a room. */
sealed interface MembershipChange {
    /** The maximum number of banned users in a line. */
    int MAX_BANNED = 300;

    record Added(RoomId room, UserId user) implements MembershipChange {}

    record Removed(RoomId room, UserId user, Departure reason) implements MembershipChange {}

    /** Everybody has become a member. */
    record PublicRoomAdded(RoomId room) implements MembershipChange {}

    /** Everybody was a member except the banned users. */
    record PublicRoomRemoved(RoomId room, Set<UserId> banned) implements MembershipChange {}

    default String encode() {
        return switch (this) {
            case Added(RoomId room, UserId user) -> "added " + RelayMessage.encode(room.value()) + " " + user;
            case Removed(RoomId room, UserId user, Departure reason) ->
                "removed " + RelayMessage.encode(room.value()) + " " + user + " " + reason.text();
            case PublicRoomAdded(RoomId room) -> "opened " + RelayMessage.encode(room.value());
            case PublicRoomRemoved(RoomId room, Set<UserId> banned) ->
                "ended " + RelayMessage.encode(room.value()) + " " + encode(banned);
        };
    }

    /** Returns null if the line is of another kind. */
    static @Nullable MembershipChange parse(String[] fields) {
        return switch (fields[0]) {
            case "added" -> new Added(room(fields), new UserId(UUID.fromString(fields[2])));
            case "removed" ->
                new Removed(room(fields), new UserId(UUID.fromString(fields[2])), Departure.of(fields[3]));
            case "opened" -> new PublicRoomAdded(room(fields));
            case "ended" -> new PublicRoomRemoved(room(fields), users(fields[2]));
            default -> null;
        };
    }

    private static RoomId room(String[] fields) {
        return new RoomId(RelayMessage.decode(fields[1]));
    }

    private static String encode(Set<UserId> users) {
        ByteBuffer bytes = ByteBuffer.allocate(users.size() * 2 * Long.BYTES);
        users.forEach(user -> bytes.putLong(user.value().getMostSignificantBits())
                .putLong(user.value().getLeastSignificantBits()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    private static Set<UserId> users(String encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(encoded));
        Set<UserId> users = new HashSet<>();
        while (bytes.hasRemaining()) {
            users.add(new UserId(new UUID(bytes.getLong(), bytes.getLong())));
        }
        return users;
    }
}
