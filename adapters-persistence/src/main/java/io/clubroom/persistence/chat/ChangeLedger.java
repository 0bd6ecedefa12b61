package io.clubroom.persistence.chat;

import static java.util.Objects.requireNonNull;

import io.clubroom.domain.chat.ChangeDraft;
import io.clubroom.domain.chat.ChangeRefusal;
import io.clubroom.domain.chat.ChangeRules;
import io.clubroom.domain.chat.ChangeRules.Decision;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.Emoji;
import io.clubroom.domain.chat.Mentions;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageState;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.Mute;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.ReplyPreview;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomAction;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomStanding;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.UserId;
import io.clubroom.persistence.JdbcTransactions;
import io.clubroom.persistence.chat.ChangeStatements.Attachment;
import io.clubroom.persistence.chat.ChangeStatements.Mention;
import io.clubroom.persistence.chat.ChangeStatements.NewChange;
import io.clubroom.persistence.chat.ChangeStatements.NewMessage;
import io.clubroom.persistence.chat.ChangeStatements.Numbers;
import io.clubroom.persistence.chat.ChangeStatements.OldText;
import io.clubroom.persistence.chat.ChangeStatements.Reacting;
import io.clubroom.persistence.chat.ChangeStatements.Sender;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stores batches of changes of any kind. Reads the state that the decisions depend on, has {@link ChangeRules} decide on each change in
 * turn, and writes the results; reading and writing each take a fixed number of statements per batch. Locks rooms, users and files in the
 * same order as {@code chat_append_new}.
 */
@Singleton
class ChangeLedger {
    private record Key(RoomId room, UserId sender, ClientMessageId id) {}

    private record EmojiKey(MessageId message, Emoji emoji) {}

    private record ReactionKey(MessageId message, Emoji emoji, UserId user) {}

    private final JdbcTransactions transactions;
    private final ChangeStatements statements;
    private final MessageStatements messages;
    private final MessageParts parts;
    private final StoredChanges stored;
    private final ChangeRows rows;
    private final StandingStatements standings;
    private final ParticipantRows users;

    ChangeLedger(
            JdbcTransactions transactions,
            ChangeStatements statements,
            MessageStatements messages,
            MessageParts parts,
            StoredChanges stored,
            ChangeRows rows,
            StandingStatements standings,
            ParticipantRows users) {
        this.transactions = transactions;
        this.statements = statements;
        this.messages = messages;
        this.parts = parts;
        this.stored = stored;
        this.rows = rows;
        this.standings = standings;
        this.users = users;
    }

    /** Stores drafts in order, and returns the outcome of each. */
    List<Outcome> append(List<? extends ChangeDraft> drafts) {
        return transactions.call(() -> new Batch(drafts).append());
    }

    private final class Batch {
        private final List<? extends ChangeDraft> drafts;
        private final Instant now;

        // The stored state, updated as drafts are accepted
        private final Map<RoomId, Numbers> numbers;
        private final Map<UserId, Sender> senders;
        private final Map<StandingStatements.Key, RoomStanding> standing;
        private final Map<Key, RoomChange> byClientMessageId = new HashMap<>();
        private final Set<Key> removedReactions = new HashSet<>();
        private final Map<MessageId, Message> current = new HashMap<>();
        private final Map<EmojiKey, Long> since = new HashMap<>();
        private final Map<FileId, UserId> unusedFiles;
        private final Map<RoomId, Map<String, UserId>> readers;

        // The pending writes
        private final Map<RoomId, Long> lastSeqs = new LinkedHashMap<>();
        private final List<NewMessage> posted = new ArrayList<>();
        private final List<Attachment> attached = new ArrayList<>();
        private final List<NewChange> changes = new ArrayList<>();
        private final List<OldText> oldTexts = new ArrayList<>();
        private final Map<ReactionKey, Long> reactions = new LinkedHashMap<>();
        private final Set<RoomId> changedRooms = new HashSet<>();
        private final Set<MessageId> changed = new LinkedHashSet<>();
        private final Set<MessageId> mentioning = new LinkedHashSet<>();
        private final Set<MessageId> deleted = new LinkedHashSet<>();

        Batch(List<? extends ChangeDraft> drafts) {
            this.drafts = drafts;
            this.now = drafts.getFirst().createdAt();
            this.numbers = statements.lockRooms(
                    drafts.stream().map(ChangeDraft::room).distinct().toList());
            this.senders = statements.lockSenders(
                    drafts.stream().map(ChangeDraft::sender).distinct().toList());
            this.standing = standings(drafts.stream()
                    .filter(draft -> senders.containsKey(draft.sender()))
                    .map(this::key)
                    .distinct()
                    .toList());
            List<FileId> files =
                    posts().flatMap(post -> post.files().stream()).distinct().toList();
            this.unusedFiles = files.isEmpty() ? new HashMap<>() : statements.lockUnusedFiles(files);
            readByClientMessageId();
            readMessages();
            this.readers = readers();
        }

        private Stream<Draft> posts() {
            return drafts.stream().filter(Draft.class::isInstance).map(Draft.class::cast);
        }

        private StandingStatements.Key key(ChangeDraft draft) {
            return new StandingStatements.Key(
                    draft.room(),
                    draft.sender(),
                    requireNonNull(senders.get(draft.sender())).role());
        }

        private Map<StandingStatements.Key, RoomStanding> standings(List<StandingStatements.Key> keys) {
            return keys.isEmpty() ? Map.of() : standings.of(keys, now);
        }

        /** Reads stored changes with the same {@code client_message_id}s. */
        private void readByClientMessageId() {
            List<? extends ChangeDraft> withIds = drafts.stream()
                    .filter(draft -> draft.clientMessageId() != null)
                    .toList();
            if (withIds.isEmpty()) {
                return;
            }
            List<Message> known = parts.complete(messages.findByClientIds(withIds));
            List<Long> others = known.isEmpty() ? List.of() : stored.othersBefore(known);
            for (int i = 0; i < known.size(); i++) {
                Message message = known.get(i);
                current.put(message.id(), message);
                byClientMessageId.put(
                        new Key(
                                message.room(),
                                requireNonNull(message.author()).id(),
                                requireNonNull(message.clientMessageId())),
                        new RoomChange.Posted(message.seq() + others.get(i), message));
            }
            List<ChangeRow> changedBefore = rows.named(
                    strings(withIds.stream().map(draft -> draft.sender().toString())),
                    strings(withIds.stream().map(draft -> draft.room().value())),
                    strings(withIds.stream()
                            .map(draft ->
                                    requireNonNull(draft.clientMessageId()).value())));
            if (!changedBefore.isEmpty()) {
                current.putAll(stored.messages(changedBefore));
                Map<UserId, Participant> participants = stored.participants(changedBefore);
                for (ChangeRow row : changedBefore) {
                    Key key = new Key(
                            new RoomId(row.roomId()),
                            new UserId(row.userId()),
                            new ClientMessageId(requireNonNull(row.clientMessageId())));
                    byClientMessageId.put(key, StoredChanges.change(row, current, participants));
                    if (row.kind().equals(ChangeRow.UNREACTED)) {
                        removedReactions.add(key);
                    }
                }
            }
        }

        /** Reads the messages that the drafts change or reply to. */
        private void readMessages() {
            current.putAll(stored.find(drafts.stream()
                    .map(draft -> switch (draft) {
                        case Draft post -> post.replyTo();
                        case ChangeDraft.OfMessage change -> change.message();
                    })
                    .filter(Objects::nonNull)
                    .distinct()
                    .toList()));
            String[] reacted = strings(drafts.stream()
                    .filter(ChangeDraft.React.class::isInstance)
                    .map(draft -> ((ChangeDraft.React) draft).message().toString())
                    .distinct());
            if (reacted.length > 0) {
                rows.since(reacted)
                        .forEach(row -> since.put(
                                new EmojiKey(new MessageId(row.messageId()), new Emoji(row.emoji())), row.since()));
            }
        }

        /** Finds the users whom the texts may mention and who may read the rooms. */
        private Map<RoomId, Map<String, UserId>> readers() {
            Map<RoomId, Set<String>> names = new HashMap<>();
            for (ChangeDraft draft : drafts) {
                MessageText text = switch (draft) {
                    case Draft post -> post.text();
                    case ChangeDraft.Edit edit -> edit.text();
                    default -> null;
                };
                if (text != null && Mentions.isPossible(text)) {
                    names.computeIfAbsent(draft.room(), _ -> new HashSet<>()).addAll(Mentions.candidates(text));
                }
            }
            String[] all =
                    strings(names.values().stream().flatMap(Collection::stream).distinct());
            if (all.length == 0) {
                return Map.of();
            }
            Map<String, NamedUserRow> byName = new HashMap<>();
            users.named(all).forEach(user -> byName.put(user.foldedUsername(), user));
            Map<StandingStatements.Key, String> asked = new LinkedHashMap<>();
            names.forEach((room, candidates) -> candidates.stream()
                    .filter(byName::containsKey)
                    .forEach(name -> {
                        NamedUserRow user = requireNonNull(byName.get(name));
                        asked.put(new StandingStatements.Key(room, new UserId(user.id()), Role.of(user.role())), name);
                    }));
            Map<StandingStatements.Key, RoomStanding> found = standings(List.copyOf(asked.keySet()));
            Map<RoomId, Map<String, UserId>> readers = new HashMap<>();
            asked.forEach((key, name) -> {
                if (RoomAccess.mayRead(found.get(key))) {
                    readers.computeIfAbsent(key.room(), _ -> new HashMap<>()).put(name, key.user());
                }
            });
            return readers;
        }

        private List<UserId> mentions(RoomId room, MessageText text) {
            return Mentions.resolve(text, readers.getOrDefault(room, Map.of()));
        }

        private static String[] strings(Stream<String> values) {
            return values.toArray(String[]::new);
        }

        List<Outcome> append() {
            List<Outcome> outcomes = new ArrayList<>(drafts.size());
            for (ChangeDraft draft : drafts) {
                outcomes.add(append(draft));
            }
            write();
            return withAttachments(outcomes);
        }

        // Deciding

        private Outcome append(ChangeDraft draft) {
            if (!numbers.containsKey(draft.room())) {
                return new Outcome.Refused(ChangeRefusal.NO_SUCH_ROOM);
            }
            Sender sender = senders.get(draft.sender());
            if (sender == null || !sender.active() || sender.tokenVersion() > draft.tokenVersion()) {
                return new Outcome.Refused(ChangeRefusal.NO_SUCH_SENDER);
            }
            RoomStanding present = standing.get(key(draft));
            if (present == null || !(RoomAccess.mayRead(present) || draft.isFromOutside())) {
                return new Outcome.Refused(ChangeRefusal.NO_SUCH_ROOM);
            }
            Key key = draft.clientMessageId() == null
                    ? null
                    : new Key(draft.room(), draft.sender(), draft.clientMessageId());
            RoomChange before = key == null ? null : byClientMessageId.get(key);
            if (before != null) {
                return ChangeRules.isRepeat(draft, before, removedReactions.contains(key))
                        ? new Outcome.Repeated(before)
                        : new Outcome.Refused(ChangeRefusal.CLIENT_MESSAGE_ID_USED);
            }
            Outcome outcome = switch (draft) {
                case Draft post -> post(post, sender, present);
                case ChangeDraft.Edit edit -> edit(edit, present);
                case ChangeDraft.Deletion deletion -> delete(deletion, present);
                case ChangeDraft.React react -> react(react, sender, present);
            };
            if (key != null && outcome instanceof Outcome.Stored(RoomChange change)) {
                byClientMessageId.put(key, change);
                if (draft instanceof ChangeDraft.React react && react.removed()) {
                    removedReactions.add(key);
                }
            }
            return outcome;
        }

        private static Outcome refused(ChangeRefusal refusal, RoomStanding standing) {
            Mute mute = standing.mute();
            return new Outcome.Refused(refusal, refusal == ChangeRefusal.MUTED && mute != null ? mute.until() : null);
        }

        /** Returns the message; null if the room does not have it. */
        private @Nullable Message find(RoomId room, MessageId id) {
            Message message = current.get(id);
            return message != null && message.room().equals(room) ? message : null;
        }

        private Outcome post(Draft draft, Sender sender, RoomStanding present) {
            ChangeRefusal refusal = ChangeRules.refusal(RoomAccess.decide(present, RoomAction.WRITE));
            Message target = draft.replyTo() == null ? null : find(draft.room(), draft.replyTo());
            if (refusal == null && draft.replyTo() != null) {
                refusal = ChangeRules.reply(target);
            }
            if (refusal == null && !takeFiles(draft)) {
                refusal = ChangeRefusal.NO_SUCH_FILE;
            }
            if (refusal != null) {
                return refused(refusal, present);
            }
            Numbers before = requireNonNull(numbers.get(draft.room()));
            lastSeqs.putIfAbsent(draft.room(), before.lastSeq());
            Numbers after = new Numbers(before.lastSeq() + 1, before.others());
            number(draft.room(), after);
            List<UserId> mentions = mentions(draft.room(), draft.text());
            Message message = new Message(
                            draft.id(),
                            draft.room(),
                            after.lastSeq(),
                            sender.participant(),
                            draft.text(),
                            draft.clientMessageId(),
                            draft.createdAt())
                    .withState(
                            mentions.isEmpty() && target == null
                                    ? MessageState.PLAIN
                                    : new MessageState(
                                            null,
                                            false,
                                            mentions,
                                            List.of(),
                                            target == null ? null : ReplyPreview.of(target)));
            posted.add(new NewMessage(draft, after.lastSeq()));
            current.put(message.id(), message);
            if (!mentions.isEmpty()) {
                changed.add(message.id());
                mentioning.add(message.id());
            }
            return new Outcome.Stored(new RoomChange.Posted(after.lastSeq() + after.others(), message));
        }

        private boolean takeFiles(Draft draft) {
            List<FileId> files = draft.files();
            if (files.stream().distinct().count() < files.size()
                    || !files.stream().allMatch(file -> draft.sender().equals(unusedFiles.get(file)))) {
                return false;
            }
            for (int place = 0; place < files.size(); place++) {
                unusedFiles.remove(files.get(place));
                attached.add(new Attachment(files.get(place), draft.id(), draft.room(), place));
            }
            return true;
        }

        private Outcome edit(ChangeDraft.Edit draft, RoomStanding present) {
            Message message = find(draft.room(), draft.message());
            return switch (ChangeRules.edit(draft, message, present, mentions(draft.room(), draft.text()))) {
                case Decision.Refuse(ChangeRefusal refusal) -> refused(refusal, present);
                case Decision.Nothing _ ->
                    new Outcome.Unchanged(new RoomChange.Edited(RoomChange.UNNUMBERED, requireNonNull(message)));
                case Decision.Change(Message after) -> {
                    Message before = requireNonNull(message);
                    long change = change(draft, after, ChangeRow.EDITED, null);
                    oldTexts.add(new OldText(
                            before.id(),
                            change,
                            before.text().value(),
                            before.state().editedAt() == null
                                    ? before.createdAt()
                                    : before.state().editedAt()));
                    mentioning.add(after.id());
                    yield new Outcome.Stored(new RoomChange.Edited(change, after));
                }
            };
        }

        private Outcome delete(ChangeDraft.Deletion draft, RoomStanding present) {
            Message message = find(draft.room(), draft.message());
            return switch (ChangeRules.delete(draft, message, present)) {
                case Decision.Refuse(ChangeRefusal refusal) -> refused(refusal, present);
                case Decision.Nothing _ ->
                    new Outcome.Unchanged(new RoomChange.Deleted(RoomChange.UNNUMBERED, requireNonNull(message)));
                case Decision.Change(Message after) -> {
                    long change = change(draft, after, ChangeRow.DELETED, null);
                    deleted.add(after.id());
                    oldTexts.removeIf(text -> text.message().equals(after.id()));
                    reactions.keySet().removeIf(key -> key.message().equals(after.id()));
                    yield new Outcome.Stored(new RoomChange.Deleted(change, after));
                }
            };
        }

        private Outcome react(ChangeDraft.React draft, Sender sender, RoomStanding present) {
            Message message = find(draft.room(), draft.message());
            return switch (ChangeRules.react(draft, message, present)) {
                case Decision.Refuse(ChangeRefusal refusal) -> refused(refusal, present);
                case Decision.Nothing _ ->
                    new Outcome.Unchanged(StoredChanges.reacted(
                            RoomChange.UNNUMBERED, requireNonNull(message), draft.emoji(), sender.participant()));
                case Decision.Change(Message after) -> {
                    long change = change(
                            draft, after, draft.removed() ? ChangeRow.UNREACTED : ChangeRow.REACTED, draft.emoji());
                    EmojiKey emojiKey = new EmojiKey(after.id(), draft.emoji());
                    boolean isLeft = after.state().reactions().stream()
                            .anyMatch(reaction -> reaction.emoji().equals(draft.emoji()));
                    if (!isLeft) {
                        since.remove(emojiKey);
                    } else {
                        since.putIfAbsent(emojiKey, change);
                    }
                    reactions.put(
                            new ReactionKey(after.id(), draft.emoji(), draft.sender()), draft.removed() ? 0L : change);
                    yield new Outcome.Stored(StoredChanges.reacted(change, after, draft.emoji(), sender.participant()));
                }
            };
        }

        private void number(RoomId room, Numbers after) {
            numbers.put(room, after);
            changedRooms.add(room);
        }

        /** Assigns a number to a change, and the new state to its message. */
        private long change(ChangeDraft.OfMessage draft, Message after, String kind, @Nullable Emoji emoji) {
            Numbers before = requireNonNull(numbers.get(draft.room()));
            Numbers next = new Numbers(before.lastSeq(), before.others() + 1);
            number(draft.room(), next);
            current.put(after.id(), after);
            changed.add(after.id());
            long change = next.lastSeq() + next.others();
            changes.add(new NewChange(
                    draft.room(),
                    change,
                    next.lastSeq(),
                    kind,
                    after,
                    draft.sender(),
                    emoji == null ? null : emoji.value(),
                    MessageStatements.value(draft.clientMessageId())));
            return change;
        }

        // Writing

        private void write() {
            if (!posted.isEmpty()) {
                statements.insertMessages(posted);
                statements.countSent(lastSeqs, posted);
            }
            if (!attached.isEmpty()) {
                statements.attach(attached);
            }
            if (!changed.isEmpty()) {
                statements.updateMessages(changed.stream().map(this::current).toList());
            }
            if (!oldTexts.isEmpty()) {
                statements.insertVersions(oldTexts);
            }
            writeMentions();
            writeReactions();
            if (!deleted.isEmpty()) {
                statements.deleteVersions(List.copyOf(deleted));
                statements.deleteFiles(List.copyOf(deleted));
                statements.deleteReactions(List.copyOf(deleted));
            }
            if (!changes.isEmpty()) {
                statements.insertChanges(changes);
            }
            if (!changedRooms.isEmpty()) {
                Map<RoomId, Numbers> reached = new HashMap<>(numbers);
                reached.keySet().retainAll(changedRooms);
                statements.updateRooms(reached);
            }
        }

        private Message current(MessageId id) {
            return requireNonNull(current.get(id));
        }

        private void writeMentions() {
            mentioning.addAll(deleted);
            if (mentioning.isEmpty()) {
                return;
            }
            statements.deleteMentions(List.copyOf(mentioning));
            List<Mention> mentions = new ArrayList<>();
            for (MessageId id : mentioning) {
                List<UserId> named = current(id).state().mentions();
                for (int place = 0; place < named.size(); place++) {
                    mentions.add(new Mention(current(id), named.get(place), place));
                }
            }
            if (!mentions.isEmpty()) {
                statements.insertMentions(mentions);
            }
        }

        private void writeReactions() {
            if (reactions.isEmpty()) {
                return;
            }
            List<Reacting> all = reactions.entrySet().stream()
                    .map(entry -> new Reacting(
                            entry.getKey().message(),
                            current(entry.getKey().message()).room(),
                            entry.getKey().emoji().value(),
                            entry.getKey().user(),
                            entry.getValue(),
                            since.getOrDefault(
                                    new EmojiKey(
                                            entry.getKey().message(),
                                            entry.getKey().emoji()),
                                    0L)))
                    .toList();
            statements.deleteReactions((Collection<Reacting>) all);
            List<Reacting> present =
                    all.stream().filter(row -> row.change() > 0).toList();
            if (!present.isEmpty()) {
                statements.insertReactions(present);
            }
        }

        /** Adds the attachments to the posted messages, read after they were attached. */
        private List<Outcome> withAttachments(List<Outcome> outcomes) {
            if (attached.isEmpty()) {
                return outcomes;
            }
            Map<MessageId, List<StoredFile>> files = parts.files(strings(
                    attached.stream().map(row -> row.message().toString()).distinct()));
            return outcomes.stream()
                    .map(outcome -> switch (outcome) {
                        case Outcome.Stored(RoomChange.Posted post) -> new Outcome.Stored(withFiles(post, files));
                        case Outcome.Repeated(RoomChange.Posted post) -> new Outcome.Repeated(withFiles(post, files));
                        default -> outcome;
                    })
                    .toList();
        }

        private static RoomChange withFiles(RoomChange.Posted post, Map<MessageId, List<StoredFile>> files) {
            List<StoredFile> own = files.get(post.message().id());
            return own == null
                    ? post
                    : new RoomChange.Posted(post.change(), post.message().withAttachments(own));
        }
    }
}
