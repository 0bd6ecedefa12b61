package io.clubroom.persistence.chat;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import io.clubroom.domain.chat.Emoji;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageState;
import io.clubroom.domain.chat.Reaction;
import io.clubroom.domain.chat.ReplyPreview;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.user.UserId;
import io.clubroom.persistence.file.FileRow;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Adds the parts of messages that are stored in other tables: files, mentions, reactions and reply previews. Runs no statement for messages
 * without any.
 */
@Singleton
class MessageParts {
    private final AttachmentRows attachments;
    private final MentionRows mentions;
    private final ReactionRows reactions;
    private final ReplyRows replies;

    MessageParts(AttachmentRows attachments, MentionRows mentions, ReactionRows reactions, ReplyRows replies) {
        this.attachments = attachments;
        this.mentions = mentions;
        this.reactions = reactions;
        this.replies = replies;
    }

    List<Message> complete(List<StoredRow> rows) {
        if (rows.stream().allMatch(StoredRow::isComplete)) {
            return rows.stream().map(StoredRow::message).toList();
        }
        Map<MessageId, List<StoredFile>> files = files(ids(rows, StoredRow::hasFiles));
        Map<MessageId, List<UserId>> named = mentions(ids(rows, StoredRow::hasMentions));
        Map<MessageId, List<Reaction>> reacted = reactions(ids(rows, StoredRow::hasReactions));
        Map<MessageId, ReplyPreview> targets = replies(rows.stream()
                .map(StoredRow::replyTo)
                .filter(Objects::nonNull)
                .map(MessageId::toString)
                .distinct()
                .toArray(String[]::new));
        return rows.stream()
                .map(row -> {
                    Message message = row.message();
                    if (row.isComplete()) {
                        return message;
                    }
                    MessageId id = message.id();
                    return message.withAttachments(files.getOrDefault(id, List.of()))
                            .withState(new MessageState(
                                    message.state().editedAt(),
                                    message.state().deleted(),
                                    named.getOrDefault(id, List.of()),
                                    reacted.getOrDefault(id, List.of()),
                                    row.replyTo() == null ? null : targets.get(row.replyTo())));
                })
                .toList();
    }

    private static String[] ids(List<StoredRow> rows, Predicate<StoredRow> which) {
        return rows.stream()
                .filter(which)
                .map(row -> row.message().id().toString())
                .distinct()
                .toArray(String[]::new);
    }

    Map<MessageId, List<StoredFile>> files(String[] messages) {
        return messages.length == 0
                ? Map.of()
                : attachments.of(messages).stream()
                        .collect(groupingBy(MessageParts::messageOf, mapping(FileRow::toFile, toList())));
    }

    private static MessageId messageOf(FileRow attachment) {
        return new MessageId(Objects.requireNonNull(attachment.messageId()));
    }

    private Map<MessageId, List<UserId>> mentions(String[] messages) {
        return messages.length == 0
                ? Map.of()
                : mentions.of(messages).stream()
                        .collect(groupingBy(
                                row -> new MessageId(row.messageId()),
                                mapping(row -> new UserId(row.userId()), toList())));
    }

    private Map<MessageId, List<Reaction>> reactions(String[] messages) {
        if (messages.length == 0) {
            return Map.of();
        }
        Map<UUID, Map<String, List<UserId>>> byMessage = new HashMap<>();
        for (ReactionRow row : reactions.of(messages)) {
            byMessage
                    .computeIfAbsent(row.messageId(), _ -> new LinkedHashMap<>())
                    .computeIfAbsent(row.emoji(), _ -> new ArrayList<>())
                    .add(new UserId(row.userId()));
        }
        Map<MessageId, List<Reaction>> reacted = HashMap.newHashMap(byMessage.size());
        byMessage.forEach((id, emojis) -> reacted.put(
                new MessageId(id),
                emojis.entrySet().stream()
                        .map(entry -> new Reaction(new Emoji(entry.getKey()), List.copyOf(entry.getValue())))
                        .toList()));
        return reacted;
    }

    Map<MessageId, ReplyPreview> replies(String[] messages) {
        return messages.length == 0
                ? Map.of()
                : replies.of(messages).stream()
                        .map(ReplyRow::toPreview)
                        .collect(toMap(ReplyPreview::id, preview -> preview));
    }
}
