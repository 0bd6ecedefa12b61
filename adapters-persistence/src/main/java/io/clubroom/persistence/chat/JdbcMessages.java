package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.ChangeDraft;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.Mentions;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.user.UserId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Messages in PostgreSQL. Batches of plain new messages, which are by far the most frequent, are stored by one statement;
 * {@link ChangeLedger} stores all others.
 */
@Singleton
public final class JdbcMessages implements Messages {
    private final MessageStatements statements;
    private final MessageParts parts;
    private final StoredChanges changes;
    private final ChangeRows changeRows;
    private final ChangeLedger ledger;
    private final AttachmentRows attachments;

    JdbcMessages(
            MessageStatements statements,
            MessageParts parts,
            StoredChanges changes,
            ChangeRows changeRows,
            ChangeLedger ledger,
            AttachmentRows attachments) {
        this.statements = statements;
        this.parts = parts;
        this.changes = changes;
        this.changeRows = changeRows;
        this.ledger = ledger;
        this.attachments = attachments;
    }

    @Override
    public List<Outcome> append(List<? extends ChangeDraft> drafts) {
        if (drafts.isEmpty()) {
            return List.of();
        }
        List<Draft> plain = plain(drafts);
        List<RoomChange.Posted> posted = plain.isEmpty() ? null : statements.appendNew(plain);
        return posted == null ? ledger.append(drafts) : withAttachments(plain, posted);
    }

    private record IdempotencyKey(RoomId room, UserId sender, ClientMessageId id) {}

    /** Returns the drafts if all are messages that one statement can store; otherwise an empty list. */
    private static List<Draft> plain(List<? extends ChangeDraft> drafts) {
        List<Draft> plain = new ArrayList<>(drafts.size());
        Set<IdempotencyKey> keys = new HashSet<>();
        for (ChangeDraft change : drafts) {
            if (!(change instanceof Draft draft)
                    || draft.replyTo() != null
                    || (Mentions.isPossible(draft.text())
                            && !Mentions.candidates(draft.text()).isEmpty())
                    || (draft.clientMessageId() != null
                            && !keys.add(new IdempotencyKey(draft.room(), draft.sender(), draft.clientMessageId())))) {
                return List.of();
            }
            plain.add(draft);
        }
        return plain;
    }

    private List<Outcome> withAttachments(List<Draft> drafts, List<RoomChange.Posted> posted) {
        Map<MessageId, List<StoredFile>> files = parts.files(drafts.stream()
                .filter(draft -> !draft.files().isEmpty())
                .map(draft -> draft.id().toString())
                .toArray(String[]::new));
        return posted.stream()
                .map(post -> {
                    List<StoredFile> own = files.get(post.message().id());
                    return own == null
                            ? post
                            : new RoomChange.Posted(
                                    post.change(), post.message().withAttachments(own));
                })
                .<Outcome>map(Outcome.Stored::new)
                .toList();
    }

    @Override
    public List<Message> newest(RoomId room, long after, long before, int limit) {
        return parts.complete(statements.newest(room, after, before, limit));
    }

    @Override
    public List<Message> at(Collection<Rooms.Place> places) {
        return places.isEmpty() ? List.of() : parts.complete(statements.at(List.copyOf(places)));
    }

    @Override
    public Map<RoomId, List<Message>> following(Map<RoomId, Long> after, int limit) {
        if (after.isEmpty()) {
            return Map.of();
        }
        Map<RoomId, List<Message>> following = new HashMap<>();
        for (Message message : parts.complete(statements.following(after, limit))) {
            following.computeIfAbsent(message.room(), _ -> new ArrayList<>()).add(message);
        }
        return following;
    }

    @Override
    public Map<RoomId, List<RoomChange>> changes(Map<RoomId, Long> after, int limit) {
        return after.isEmpty() ? Map.of() : changes.following(after, limit);
    }

    @Override
    public Optional<Message> find(RoomId room, MessageId id) {
        return changes.find(List.of(id)).values().stream()
                .filter(message -> message.room().equals(room))
                .findFirst();
    }

    @Override
    public List<Version> versions(RoomId room, MessageId id, @Nullable Long before, int limit) {
        return find(room, id)
                .filter(message -> !message.state().deleted())
                .map(message -> {
                    List<Version> versions = new ArrayList<>();
                    if (before == null) {
                        Instant editedAt = message.state().editedAt();
                        versions.add(
                                new Version(message.text(), editedAt == null ? message.createdAt() : editedAt, null));
                    }
                    changeRows
                            .versions(id.value(), before == null ? Long.MAX_VALUE : before, limit - versions.size())
                            .forEach(row -> versions.add(row.toVersion()));
                    return versions;
                })
                .orElse(List.of());
    }

    @Override
    public Optional<RoomId> roomOf(FileId file) {
        return attachments.roomOf(file.value()).map(RoomId::new);
    }
}
