package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.Emoji;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.Reaction;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.UserId;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads changes of rooms. */
@Singleton
class StoredChanges {
    private final ChangeRows rows;
    private final MessageStatements messages;
    private final MessageParts parts;
    private final ParticipantRows participants;

    StoredChanges(ChangeRows rows, MessageStatements messages, MessageParts parts, ParticipantRows participants) {
        this.rows = rows;
        this.messages = messages;
        this.parts = parts;
        this.participants = participants;
    }

    /** Implements {@link io.clubroom.domain.chat.Messages#changes}. */
    Map<RoomId, List<RoomChange>> following(Map<RoomId, Long> after, int limit) {
        List<RoomId> rooms = List.copyOf(after.keySet());
        String[] ids = rooms.stream().map(RoomId::value).toArray(String[]::new);
        String[] numbers = rooms.stream()
                .map(room -> Long.toString(after.getOrDefault(room, 0L)))
                .toArray(String[]::new);
        Map<RoomId, Long> others = new HashMap<>();
        for (NonMessageCountRow row : rows.countUpTo(ids, numbers)) {
            others.put(new RoomId(row.roomId()), row.others());
        }
        Map<RoomId, Long> lastSeqs = new HashMap<>();
        after.forEach((room, change) -> lastSeqs.put(room, change - others.getOrDefault(room, 0L)));
        // Messages are read first. A change stored in between is then missing its following messages, and merge stops
        // there.
        Map<RoomId, List<StoredRow>> posted = new HashMap<>();
        for (StoredRow row : messages.following(lastSeqs, limit)) {
            posted.computeIfAbsent(row.message().room(), _ -> new ArrayList<>()).add(row);
        }
        Map<RoomId, List<ChangeRow>> changed = new HashMap<>();
        for (ChangeRow row : rows.following(ids, numbers, limit)) {
            changed.computeIfAbsent(new RoomId(row.roomId()), _ -> new ArrayList<>())
                    .add(row);
        }
        Map<RoomId, List<Object>> merged = new HashMap<>();
        for (RoomId room : rooms) {
            List<Object> inOrder = merge(
                    after.getOrDefault(room, 0L),
                    others.getOrDefault(room, 0L),
                    posted.getOrDefault(room, List.of()),
                    changed.getOrDefault(room, List.of()),
                    limit);
            if (!inOrder.isEmpty()) {
                merged.put(room, inOrder);
            }
        }
        return complete(after, merged);
    }

    /** Merges messages and other changes by their numbers, up to the first missing number. */
    private static List<Object> merge(
            long after, long othersBefore, List<StoredRow> posted, List<ChangeRow> changed, int limit) {
        List<Object> merged = new ArrayList<>();
        int message = 0;
        int other = 0;
        for (long number = after + 1; merged.size() < limit; number++) {
            if (other < changed.size() && changed.get(other).change() == number) {
                merged.add(changed.get(other++));
            } else if (message < posted.size()
                    && posted.get(message).message().seq() + othersBefore + other == number) {
                merged.add(posted.get(message++));
            } else {
                break;
            }
        }
        return merged;
    }

    private Map<RoomId, List<RoomChange>> complete(Map<RoomId, Long> after, Map<RoomId, List<Object>> merged) {
        List<StoredRow> shown = new ArrayList<>();
        List<ChangeRow> changed = new ArrayList<>();
        merged.values()
                .forEach(inOrder -> inOrder.forEach(item -> {
                    if (item instanceof StoredRow row) {
                        shown.add(row);
                    } else {
                        changed.add((ChangeRow) item);
                    }
                }));
        Map<MessageId, Message> byId = new HashMap<>(messages(changed));
        Map<UserId, Participant> users = participants(changed);
        parts.complete(shown).forEach(message -> byId.putIfAbsent(message.id(), message));
        Map<RoomId, List<RoomChange>> changes = new HashMap<>();
        merged.forEach((room, inOrder) -> {
            List<RoomChange> completed = new ArrayList<>(inOrder.size());
            long number = after.getOrDefault(room, 0L);
            for (Object item : inOrder) {
                number++;
                completed.add(
                        item instanceof StoredRow row
                                ? new RoomChange.Posted(
                                        number,
                                        Objects.requireNonNull(
                                                byId.get(row.message().id())))
                                : change((ChangeRow) item, byId, users));
            }
            changes.put(room, completed);
        });
        return changes;
    }

    /** Returns the current state of the messages of these changes. */
    Map<MessageId, Message> messages(List<ChangeRow> changed) {
        return find(changed.stream()
                .map(ChangeRow::messageId)
                .filter(Objects::nonNull)
                .map(MessageId::new)
                .distinct()
                .toList());
    }

    Map<MessageId, Message> find(Collection<MessageId> ids) {
        Map<MessageId, Message> found = new HashMap<>();
        if (!ids.isEmpty()) {
            parts.complete(messages.find(ids)).forEach(message -> found.put(message.id(), message));
        }
        return found;
    }

    /** Returns the users who made these reactions. */
    Map<UserId, Participant> participants(List<ChangeRow> changed) {
        String[] ids = changed.stream()
                .filter(ChangeRow::isOfReaction)
                .map(row -> row.userId().toString())
                .distinct()
                .toArray(String[]::new);
        Map<UserId, Participant> users = new HashMap<>();
        if (ids.length > 0) {
            participants.find(ids).forEach(row -> users.put(new UserId(row.id()), row.toParticipant()));
        }
        return users;
    }

    /**
     * Converts a row to a change, with the current state of its message.
     *
     * @param messages must include the message of the row
     * @param users must include the user of a reaction, unless deleted
     */
    static RoomChange change(ChangeRow row, Map<MessageId, Message> messages, Map<UserId, Participant> users) {
        UUID id = row.messageId();
        UserId user = new UserId(row.userId());
        if (id == null) {
            return new RoomChange.UserErased(row.change(), new RoomId(row.roomId()), user);
        }
        Message message = Objects.requireNonNull(messages.get(new MessageId(id)));
        return switch (row.kind()) {
            case ChangeRow.EDITED -> new RoomChange.Edited(row.change(), message);
            case ChangeRow.DELETED -> new RoomChange.Deleted(row.change(), message);
            case ChangeRow.REACTED, ChangeRow.UNREACTED ->
                reacted(row.change(), message, new Emoji(Objects.requireNonNull(row.emoji())), users.get(user));
            default -> throw new IllegalStateException("unknown kind of change: " + row.kind());
        };
    }

    /** Returns the current state of a reaction. */
    static RoomChange.Reacted reacted(long change, Message message, Emoji emoji, @Nullable Participant user) {
        Reaction present = message.state().reactions().stream()
                .filter(reaction -> reaction.emoji().equals(emoji))
                .findFirst()
                .orElse(null);
        return new RoomChange.Reacted(
                change,
                message,
                emoji,
                user,
                present == null || user == null || !present.isBy(user.id()),
                present == null ? 0 : present.count());
    }

    /** Counts, for each of these messages in order, the changes before it that are not new messages. */
    List<Long> othersBefore(List<Message> posted) {
        return rows
                .countBefore(
                        posted.stream().map(message -> message.room().value()).toArray(String[]::new),
                        posted.stream()
                                .map(message -> Long.toString(message.seq()))
                                .toArray(String[]::new))
                .stream()
                .map(NonMessageCountRow::others)
                .toList();
    }
}
