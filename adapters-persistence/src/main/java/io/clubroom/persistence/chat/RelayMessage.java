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
 * A message of one node to the others, sent as the payloads of notifications: a header line with the sender's id, then a line for each
 * signal, each changed author, each deleted room and each user who was added to a room or removed from it. Lines of an unknown kind are
 * ignored: a later version may send them.
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
        /** The sender is connected. */
        ORDINARY(""),

        /** The sender stops. */
        LAST("last"),

        /**
         * Part of a transaction, so it does not show whether its sender is connected. Nodes of earlier versions do not know this kind: they
         * take the sender for a node without users, which vanishes soon.
         */
        NOTICE("notice");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    /** PostgreSQL accepts payloads of less than 8,000 bytes. */
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

    /** Encodes the message in as many payloads as it needs, at least one. */
    List<String> payloads() {
        List<String> payloads = new ArrayList<>();
        String header = kind == Kind.ORDINARY ? sender.toString() : sender + " " + kind.word;
        if (!authors.isEmpty()) {
            // Apart from the signals: nodes of version 0.1 drop payloads with a line that they do not know.
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

    /** Decodes a payload; throws a {@link RuntimeException} if it is malformed. */
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

    /** Nothing if only the user may know; otherwise the word and those who may not. */
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
                // Nodes of version 0.1 do not send it, and ignore it.
                fields.length > 5 ? new AvatarId(UUID.fromString(fields[5])) : null);
    }

    static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static String decode(String encoded) {
        return new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
    }
}
