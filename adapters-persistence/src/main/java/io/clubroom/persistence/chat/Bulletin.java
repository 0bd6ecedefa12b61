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
 * What a node says at once, as the text of a notification: a line that names the node, and one for each signal.
 *
 * @param isLast whether the node says nothing more
 */
record Bulletin(NodeId node, boolean isLast, List<RoomSignal> signals) {
    /** PostgreSQL takes a payload of less than 8,000 bytes. */
    private static final int MAX_LENGTH = 7_900;

    private static final String LAST = "last";

    /** The texts of as many notifications as are needed. */
    List<String> texts() {
        List<String> texts = new ArrayList<>();
        String head = isLast ? node + " " + LAST : node.toString();
        StringBuilder text = new StringBuilder(head);
        for (RoomSignal signal : signals) {
            String line = line(signal);
            if (text.length() + 1 + line.length() > MAX_LENGTH) {
                texts.add(text.toString());
                text = new StringBuilder(head);
            }
            text.append('\n').append(line);
        }
        texts.add(text.toString());
        return texts;
    }

    /** Reads a text, or throws {@link IllegalArgumentException} if it is none of ours. */
    static Bulletin parse(String text) {
        String[] lines = text.split("\n", -1);
        String[] head = lines[0].split(" ", -1);
        List<RoomSignal> signals = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            signals.add(signal(lines[i].split(" ", -1)));
        }
        return new Bulletin(
                new NodeId(UUID.fromString(head[0])), head.length > 1 && head[1].equals(LAST), List.copyOf(signals));
    }

    private static String line(RoomSignal signal) {
        String room = word(signal.room().value());
        return switch (signal) {
            case RoomSignal.Reached(RoomId _, long seq) -> "reached " + room + " " + seq;
            case RoomSignal.Present(RoomId _, Participant user) -> "present " + room + words(user);
            case RoomSignal.Absent(RoomId _, Participant user) -> "absent " + room + words(user);
            case RoomSignal.Typing(RoomId _, Participant user) -> "typing " + room + words(user);
            case RoomSignal.Closed(RoomId _) -> "closed " + room;
        };
    }

    private static RoomSignal signal(String[] words) {
        if (words.length < 2) {
            throw new IllegalArgumentException("a signal without a room");
        }
        RoomId room = new RoomId(text(words[1]));
        return switch (words[0]) {
            case "reached" -> new RoomSignal.Reached(room, Long.parseLong(words[2]));
            case "present" -> new RoomSignal.Present(room, user(words));
            case "absent" -> new RoomSignal.Absent(room, user(words));
            case "typing" -> new RoomSignal.Typing(room, user(words));
            case "closed" -> new RoomSignal.Closed(room);
            default -> throw new IllegalArgumentException("an unknown signal");
        };
    }

    private static String words(Participant user) {
        return " " + user.id() + " " + word(user.username().value()) + " "
                + word(user.fullName().value());
    }

    private static Participant user(String[] words) {
        return new Participant(
                new UserId(UUID.fromString(words[2])), new Username(text(words[3])), new FullName(text(words[4])));
    }

    private static String word(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(String word) {
        return new String(Base64.getUrlDecoder().decode(word), StandardCharsets.UTF_8);
    }
}
