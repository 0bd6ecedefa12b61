package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * A message of one node to the others, sent as the payloads of notifications: a header line with the node's id, then a line for each signal.
 *
 * @param isLast whether the node stops
 */
record RelayMessage(NodeId node, boolean isLast, List<RoomSignal> signals) {
    /** PostgreSQL accepts payloads of less than 8,000 bytes. */
    private static final int MAX_PAYLOAD_BYTES = 7_900;

    private static final String LAST = "last";

    /** Encodes the message in as many payloads as it needs, at least one. */
    List<String> payloads() {
        List<String> payloads = new ArrayList<>();
        String header = isLast ? node + " " + LAST : node.toString();
        StringBuilder payload = new StringBuilder(header);
        for (RoomSignal signal : signals) {
            String line = encode(signal);
            // All characters are ASCII.
            if (payload.length() + 1 + line.length() > MAX_PAYLOAD_BYTES) {
                payloads.add(payload.toString());
                payload = new StringBuilder(header);
            }
            payload.append('\n').append(line);
        }
        payloads.add(payload.toString());
        return payloads;
    }

    /** Decodes a payload; throws a {@link RuntimeException} if it is malformed. */
    static RelayMessage parse(String payload) {
        String[] lines = payload.split("\n", -1);
        String[] header = lines[0].split(" ", -1);
        List<RoomSignal> signals = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            signals.add(decode(lines[i].split(" ", -1)));
        }
        return new RelayMessage(
                new NodeId(UUID.fromString(header[0])),
                header.length > 1 && header[1].equals(LAST),
                List.copyOf(signals));
    }

    private static String encode(RoomSignal signal) {
        String room = encode(signal.room().value());
        return switch (signal) {
            case RoomSignal.Reached(RoomId _, long seq) -> "reached " + room + " " + seq;
            case RoomSignal.Present(RoomId _, Participant user) -> "present " + room + encode(user);
            case RoomSignal.Absent(RoomId _, Participant user) -> "absent " + room + encode(user);
            case RoomSignal.Typing(RoomId _, Participant user) -> "typing " + room + encode(user);
            case RoomSignal.Closed(RoomId _) -> "closed " + room;
        };
    }

    private static RoomSignal decode(String[] fields) {
        if (fields.length < 2) {
            throw new IllegalArgumentException("signal without a room");
        }
        RoomId room = new RoomId(decode(fields[1]));
        return switch (fields[0]) {
            case "reached" -> new RoomSignal.Reached(room, Long.parseLong(fields[2]));
            case "present" -> new RoomSignal.Present(room, user(fields));
            case "absent" -> new RoomSignal.Absent(room, user(fields));
            case "typing" -> new RoomSignal.Typing(room, user(fields));
            case "closed" -> new RoomSignal.Closed(room);
            default -> throw new IllegalArgumentException("unknown signal");
        };
    }

    private static String encode(Participant user) {
        return " " + user.id() + " " + encode(user.username().value()) + " "
                + encode(user.fullName().value());
    }

    private static Participant user(String[] fields) {
        return new Participant(
                new UserId(UUID.fromString(fields[2])),
                new Username(decode(fields[3])),
                new FullName(decode(fields[4])));
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String encoded) {
        return new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
    }
}
