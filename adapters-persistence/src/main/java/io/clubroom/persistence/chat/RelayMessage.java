package io.clubroom.persistence.chat;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.ReadAudience;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.user.AvatarId;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A message from one node to the others, sent as the payload of one or more notifications: a header line with the sender's id, then a line
 * for each signal, changed author, deleted room and membership change. Lines of unknown kinds, which later versions may send, are ignored.
 *
 * @param authors the users who were renamed or deleted
 */
record RelayMessage(
        NodeId sender,
        Kind kind,
        List<RoomSignal> signals,
        List<UserId> authors,
        List<RoomId> deletedRooms,
        List<MembershipChange> memberships) {
    enum Kind {
        /** Sent by a running node. */
        ORDINARY(""),

        /** The last message of a node that stops. */
        LAST("last"),

        /**
         * Sent within a transaction, so it does not imply that its sender is running. Nodes of earlier versions do not know this kind and
         * treat the sender as a node without users, until it times out.
         */
        NOTICE("notice");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    /** PostgreSQL limits payloads to less than 8,000 bytes. */
    private static final int MAX_PAYLOAD_BYTES = 7_900;

    private static final String AUTHOR = "author";
    private static final String DELETED_ROOM = "closed";
    private static final String OTHERS = "others";

    static RelayMessage roomDeleted(NodeId sender, RoomId room) {
        return new RelayMessage(sender, Kind.NOTICE, List.of(), List.of(), List.of(room), List.of());
    }

    static RelayMessage memberships(NodeId sender, List<MembershipChange> changes) {
        return new RelayMessage(sender, Kind.NOTICE, List.of(), List.of(), List.of(), changes);
    }

    /** Encodes the message as one or more payloads. */
    List<String> payloads() {
        List<String> payloads = new ArrayList<>();
        String header = kind == Kind.ORDINARY ? sender.toString() : sender + " " + kind.word;
        if (!authors.isEmpty()) {
            // In payloads of their own, because nodes of version 0.1 drop payloads with unknown lines.
            add(payloads, header, authors.stream().map(author -> AUTHOR + " " + author));
        }
        if (!signals.isEmpty() || authors.isEmpty()) {
            Stream<String> deleted = deletedRooms.stream().map(room -> DELETED_ROOM + " " + encode(room.value()));
            add(
                    payloads,
                    header,
                    Stream.of(
                                    signals.stream().map(RelayMessage::encode),
                                    deleted,
                                    memberships.stream().map(MembershipChange::encode))
                            .flatMap(lines -> lines));
        }
        return payloads;
    }

    private static void add(List<String> payloads, String header, Stream<String> lines) {
        StringBuilder payload = new StringBuilder(header);
        for (String line : (Iterable<String>) lines::iterator) {
            // All characters are ASCII.
            if (payload.length() + 1 + line.length() > MAX_PAYLOAD_BYTES) {
                payloads.add(payload.toString());
                payload = new StringBuilder(header);
            }
            payload.append('\n').append(line);
        }
        payloads.add(payload.toString());
    }

    /** Decodes a payload. Throws a {@link RuntimeException} if it is malformed. */
    static RelayMessage parse(String payload) {
        String[] lines = payload.split("\n", -1);
        String[] header = lines[0].split(" ", -1);
        List<RoomSignal> signals = new ArrayList<>();
        List<UserId> authors = new ArrayList<>();
        List<RoomId> deletedRooms = new ArrayList<>();
        List<MembershipChange> memberships = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            String[] fields = lines[i].split(" ", -1);
            switch (fields[0]) {
                case AUTHOR -> authors.add(new UserId(UUID.fromString(fields[1])));
                case "reached" -> signals.add(new RoomSignal.Reached(room(fields), Long.parseLong(fields[2])));
                case "present" -> signals.add(new RoomSignal.Present(room(fields), user(fields)));
                case "absent" -> signals.add(new RoomSignal.Absent(room(fields), user(fields)));
                case "typing" -> signals.add(new RoomSignal.Typing(room(fields), user(fields)));
                case "read" -> signals.add(read(fields));
                case DELETED_ROOM -> deletedRooms.add(room(fields));
                default -> {
                    MembershipChange change = MembershipChange.parse(fields);
                    if (change != null) {
                        memberships.add(change);
                    }
                }
            }
        }
        return new RelayMessage(
                new NodeId(UUID.fromString(header[0])),
                kind(header),
                List.copyOf(signals),
                List.copyOf(authors),
                List.copyOf(deletedRooms),
                List.copyOf(memberships));
    }

    private static Kind kind(String[] header) {
        String word = header.length > 1 ? header[1] : "";
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.word.equals(word))
                .findFirst()
                .orElse(Kind.ORDINARY);
    }

    private static String encode(RoomSignal signal) {
        String room = encode(signal.room().value());
        return switch (signal) {
            case RoomSignal.Reached(RoomId _, long change) -> "reached " + room + " " + change;
            case RoomSignal.Present(RoomId _, Participant user) -> "present " + room + encode(user);
            case RoomSignal.Absent(RoomId _, Participant user) -> "absent " + room + encode(user);
            case RoomSignal.Typing(RoomId _, Participant user) -> "typing " + room + encode(user);
            case RoomSignal.Read(RoomId _, UserId user, long seq, ReadAudience audience) ->
                "read " + room + " " + user + " " + seq + encode(audience);
        };
    }

    /** Encodes the audience: empty if only the user; otherwise the keyword and the excluded users. */
    private static String encode(ReadAudience audience) {
        return audience.others()
                ? audience.except().stream().map(user -> " " + user).collect(joining("", " " + OTHERS, ""))
                : "";
    }

    private static RoomSignal.Read read(String[] fields) {
        return new RoomSignal.Read(
                room(fields),
                new UserId(UUID.fromString(fields[2])),
                Long.parseLong(fields[3]),
                fields.length > 4
                        ? ReadAudience.allBut(Arrays.stream(fields)
                                .skip(5)
                                .map(user -> new UserId(UUID.fromString(user)))
                                .collect(toSet()))
                        : ReadAudience.ONESELF);
    }

    private static RoomId room(String[] fields) {
        return new RoomId(decode(fields[1]));
    }

    private static String encode(Participant user) {
        return " " + user.id() + " " + encode(user.username().value()) + " "
                + encode(user.fullName().value())
                + (user.avatar() == null ? "" : " " + user.avatar());
    }

    private static Participant user(String[] fields) {
        return new Participant(
                new UserId(UUID.fromString(fields[2])),
                new Username(decode(fields[3])),
                new FullName(decode(fields[4])),
                // Nodes of version 0.1 neither send nor read this field.
                fields.length > 5 ? new AvatarId(UUID.fromString(fields[5])) : null);
    }

    static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static String decode(String encoded) {
        return new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
    }
}
