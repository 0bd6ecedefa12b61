package io.clubroom.persistence.chat;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.user.UserId;
import io.clubroom.persistence.file.FileRow;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Messages in PostgreSQL; the functions {@code chat_append_new} and {@code chat_append} number them. */
@Singleton
public final class JdbcMessages implements Messages {
    private final MessageStatements statements;
    private final AttachmentRows attachments;

    JdbcMessages(MessageStatements statements, AttachmentRows attachments) {
        this.statements = statements;
        this.attachments = attachments;
    }

    @Override
    public List<Outcome> append(List<Draft> drafts) {
        if (drafts.isEmpty()) {
            return List.of();
        }
        Map<Object, Integer> places = new HashMap<>();
        List<Draft> distinct = new ArrayList<>(drafts.size());
        int[] placeOf = new int[drafts.size()];
        for (int i = 0; i < placeOf.length; i++) {
            Draft draft = drafts.get(i);
            Integer place = places.putIfAbsent(key(draft), distinct.size());
            if (place == null) {
                placeOf[i] = distinct.size();
                distinct.add(draft);
            } else {
                placeOf[i] = place;
                if (distinct.get(place).tokenVersion() < draft.tokenVersion()) {
                    // The older token may have been revoked.
                    distinct.set(place, draft);
                }
            }
        }
        List<MessageId> withFiles = new ArrayList<>();
        List<Outcome> outcomes = statements.appendNew(distinct, withFiles);
        if (outcomes == null) {
            outcomes = statements.append(distinct, withFiles);
        }
        outcomes = complete(outcomes, withFiles, JdbcMessages::withAttachments);
        if (distinct.size() == drafts.size()) {
            return outcomes;
        }
        List<Outcome> all = new ArrayList<>(drafts.size());
        for (int i = 0; i < placeOf.length; i++) {
            Outcome outcome = outcomes.get(placeOf[i]);
            boolean isFirst = distinct.get(placeOf[i]) == drafts.get(i);
            all.add(
                    !isFirst && outcome instanceof Outcome.Stored(Message message)
                            ? new Outcome.Repeated(message)
                            : outcome);
        }
        return all;
    }

    /** No two drafts of one statement may have the same key. */
    private static Object key(Draft draft) {
        return draft.clientMessageId() == null
                ? draft.id()
                : new IdempotencyKey(draft.room(), draft.sender(), draft.clientMessageId());
    }

    private record IdempotencyKey(RoomId room, UserId sender, ClientMessageId clientMessageId) {}

    @Override
    public List<Message> newest(RoomId room, long after, long before, int limit) {
        List<MessageId> withFiles = new ArrayList<>();
        List<Message> messages = statements.newest(room, after, before, limit, withFiles);
        return complete(messages, withFiles, JdbcMessages::withAttachments);
    }

    @Override
    public Map<RoomId, List<Message>> following(Map<RoomId, Long> after, int limit) {
        if (after.isEmpty()) {
            return Map.of();
        }
        List<MessageId> withFiles = new ArrayList<>();
        List<Message> messages = statements.following(after, limit, withFiles);
        Map<RoomId, List<Message>> following = new HashMap<>();
        for (Message message : complete(messages, withFiles, JdbcMessages::withAttachments)) {
            following.computeIfAbsent(message.room(), _ -> new ArrayList<>()).add(message);
        }
        return following;
    }

    @Override
    public Optional<RoomId> roomOf(FileId file) {
        return attachments.roomOf(file.value()).map(RoomId::new);
    }

    /** Adds the files to those that have any; without such, this needs no statement. */
    private <T> List<T> complete(
            List<T> read, List<MessageId> withFiles, BiFunction<T, Map<MessageId, List<StoredFile>>, T> add) {
        if (withFiles.isEmpty()) {
            return read;
        }
        String[] ids = withFiles.stream().map(MessageId::toString).toArray(String[]::new);
        Map<MessageId, List<StoredFile>> files = attachments.of(ids).stream()
                .collect(groupingBy(JdbcMessages::messageOf, mapping(FileRow::toFile, toList())));
        return read.stream().map(item -> add.apply(item, files)).toList();
    }

    private static MessageId messageOf(FileRow attachment) {
        return new MessageId(requireNonNull(attachment.messageId()));
    }

    private static Outcome withAttachments(Outcome outcome, Map<MessageId, List<StoredFile>> files) {
        return switch (outcome) {
            case Outcome.Stored(Message message) -> new Outcome.Stored(withAttachments(message, files));
            case Outcome.Repeated(Message message) -> new Outcome.Repeated(withAttachments(message, files));
            default -> outcome;
        };
    }

    private static Message withAttachments(Message message, Map<MessageId, List<StoredFile>> files) {
        List<StoredFile> attachments = files.get(message.id());
        return attachments == null ? message : message.withAttachments(attachments);
    }
}
