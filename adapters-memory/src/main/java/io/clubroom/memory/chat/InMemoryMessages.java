package io.clubroom.memory.chat;

import static java.util.Objects.requireNonNull;

import io.clubroom.domain.chat.ChangeDraft;
import io.clubroom.domain.chat.ChangeRefusal;
import io.clubroom.domain.chat.ChangeRules;
import io.clubroom.domain.chat.ChangeRules.Decision;
import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.Emoji;
import io.clubroom.domain.chat.Mentions;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.Mute;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.Reaction;
import io.clubroom.domain.chat.ReplyPreview;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomAction;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomStanding;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.file.InMemoryContents;
import io.clubroom.memory.file.InMemoryFiles;
import io.clubroom.memory.file.InMemoryUploads;
import io.clubroom.memory.user.InMemoryUsers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Messages in {@link InMemoryRooms}, with attachments in {@link InMemoryFiles}. */
public final class InMemoryMessages implements Messages {
    private final InMemoryTransactions transactions;
    private final InMemoryRooms rooms;
    private final InMemoryUsers users;
    private final InMemoryFiles files;
    private Predicate<MessageId> isReported = _ -> false;

    /** Creates a store of messages without files. */
    public InMemoryMessages(InMemoryRooms rooms, InMemoryUsers users) {
        this(rooms, users, noFiles(rooms.transactions(), users));
    }

    public InMemoryMessages(InMemoryRooms rooms, InMemoryUsers users, InMemoryFiles files) {
        this.transactions = rooms.transactions();
        this.rooms = rooms;
        this.users = users;
        this.files = files;
        rooms.onRemoval(files::removeOf);
    }

    private static InMemoryFiles noFiles(InMemoryTransactions transactions, InMemoryUsers users) {
        InMemoryContents contents = new InMemoryContents(transactions);
        return new InMemoryFiles(transactions, users, contents, new InMemoryUploads(transactions, users, contents));
    }

    /** Sets the predicate that tests whether a message was reported. */
    void reportedBy(Predicate<MessageId> newIsReported) {
        isReported = newIsReported;
    }

    /** Called within a transaction when a report of a message was removed. */
    void reportsRemoved(RoomId id, MessageId message) {
        InMemoryRooms.Contents room = rooms.contents(id);
        StoredMessage stored = room == null ? null : room.find(message);
        if (stored != null && stored.deleted() && !isReported.test(message)) {
            files.removeOf(message);
        }
    }

    @Override
    public List<Outcome> append(List<? extends ChangeDraft> drafts) {
        return transactions.call(() -> drafts.stream().map(this::append).toList());
    }

    private Outcome append(ChangeDraft draft) {
        InMemoryRooms.Contents room = rooms.contents(draft.room());
        if (room == null) {
            return new Outcome.Refused(ChangeRefusal.NO_SUCH_ROOM);
        }
        User sender = users.find(draft.sender())
                .filter(User::active)
                .filter(user -> user.tokenVersion() <= draft.tokenVersion())
                .orElse(null);
        if (sender == null) {
            return new Outcome.Refused(ChangeRefusal.NO_SUCH_SENDER);
        }
        RoomStanding standing = rooms.standing(room, sender.id(), sender.role(), draft.createdAt());
        if (!RoomAccess.mayRead(standing) && !draft.isFromOutside()) {
            return new Outcome.Refused(ChangeRefusal.NO_SUCH_ROOM);
        }
        InMemoryRooms.ChangeKey key = draft.clientMessageId() == null
                ? null
                : new InMemoryRooms.ChangeKey(draft.sender(), draft.clientMessageId());
        Long before = key == null ? null : room.byKey().get(key);
        if (before != null) {
            RoomChange stored = change(room, before);
            return ChangeRules.isRepeat(draft, stored, hasTakenBack(room, before))
                    ? new Outcome.Repeated(stored)
                    : new Outcome.Refused(ChangeRefusal.CLIENT_MESSAGE_ID_USED);
        }
        Outcome outcome = switch (draft) {
            case Draft post -> post(room, post, standing);
            case ChangeDraft.Edit edit -> edit(room, edit, standing);
            case ChangeDraft.Deletion deletion -> delete(room, deletion, standing);
            case ChangeDraft.React react -> react(room, react, sender, standing);
        };
        if (key != null && outcome instanceof Outcome.Stored(RoomChange change)) {
            room.byKey().put(key, change.change());
            transactions.onRollback(() -> room.byKey().remove(key));
        }
        return outcome;
    }

    private static Outcome refused(ChangeRefusal refusal, RoomStanding standing) {
        Mute mute = standing.mute();
        return new Outcome.Refused(refusal, refusal == ChangeRefusal.MUTED && mute != null ? mute.until() : null);
    }

    // Kinds of changes

    private Outcome post(InMemoryRooms.Contents room, Draft draft, RoomStanding standing) {
        ChangeRefusal refused = ChangeRules.refusal(RoomAccess.decide(standing, RoomAction.WRITE));
        if (refused == null && draft.replyTo() != null) {
            StoredMessage target = room.find(draft.replyTo());
            refused = ChangeRules.reply(target == null ? null : complete(room, target));
        }
        if (refused != null) {
            return refused(refused, standing);
        }
        if (!draft.files().isEmpty() && !files.attach(draft.files(), draft.sender(), draft.id(), draft.room())) {
            return new Outcome.Refused(ChangeRefusal.NO_SUCH_FILE);
        }
        StoredMessage stored =
                StoredMessage.posted(draft, room.messages().size() + 1L, mentions(room, draft.text(), draft));
        transactions.onRollback(() -> room.messages().removeLast());
        room.messages().add(stored);
        return new Outcome.Stored(new RoomChange.Posted(room.lastChange(), complete(room, stored)));
    }

    private Outcome edit(InMemoryRooms.Contents room, ChangeDraft.Edit draft, RoomStanding standing) {
        StoredMessage stored = room.find(draft.message());
        Message message = stored == null ? null : complete(room, stored);
        List<UserId> mentions = mentions(room, draft.text(), draft);
        return switch (ChangeRules.edit(draft, message, standing, mentions)) {
            case Decision.Refuse(ChangeRefusal refusal) -> refused(refusal, standing);
            case Decision.Nothing _ ->
                new Outcome.Unchanged(new RoomChange.Edited(RoomChange.UNNUMBERED, requireNonNull(message)));
            case Decision.Change _ -> {
                replace(room, requireNonNull(stored).after(draft, room.lastChange() + 1, mentions));
                yield new Outcome.Stored(log(room, LoggedChange.Kind.EDITED, draft, null));
            }
        };
    }

    private Outcome delete(InMemoryRooms.Contents room, ChangeDraft.Deletion draft, RoomStanding standing) {
        StoredMessage stored = room.find(draft.message());
        Message message = stored == null ? null : complete(room, stored);
        return switch (ChangeRules.delete(draft, message, standing)) {
            case Decision.Refuse(ChangeRefusal refusal) -> refused(refusal, standing);
            case Decision.Nothing _ ->
                new Outcome.Unchanged(new RoomChange.Deleted(RoomChange.UNNUMBERED, requireNonNull(message)));
            case Decision.Change _ -> {
                if (!isReported.test(draft.message())) {
                    files.removeOf(draft.message());
                }
                replace(room, requireNonNull(stored).afterDeletion());
                yield new Outcome.Stored(log(room, LoggedChange.Kind.DELETED, draft, null));
            }
        };
    }

    private Outcome react(InMemoryRooms.Contents room, ChangeDraft.React draft, User sender, RoomStanding standing) {
        StoredMessage stored = room.find(draft.message());
        Message message = stored == null ? null : complete(room, stored);
        return switch (ChangeRules.react(draft, message, standing)) {
            case Decision.Refuse(ChangeRefusal refusal) -> refused(refusal, standing);
            case Decision.Nothing _ ->
                new Outcome.Unchanged(reacted(RoomChange.UNNUMBERED, requireNonNull(message), draft.emoji(), sender));
            case Decision.Change(Message after) -> {
                replace(room, requireNonNull(stored).with(after.state().reactions()));
                LoggedChange.Kind kind = draft.removed() ? LoggedChange.Kind.UNREACTED : LoggedChange.Kind.REACTED;
                yield new Outcome.Stored(log(room, kind, draft, draft.emoji()));
            }
        };
    }

    private static RoomChange reacted(long change, Message message, Emoji emoji, @Nullable User user) {
        Reaction present = message.state().reactions().stream()
                .filter(reaction -> reaction.emoji().equals(emoji))
                .findFirst()
                .orElse(null);
        return new RoomChange.Reacted(
                change,
                message,
                emoji,
                user == null ? null : Participant.of(user),
                present == null || user == null || !present.isBy(user.id()),
                present == null ? 0 : present.count());
    }

    private void replace(InMemoryRooms.Contents room, StoredMessage message) {
        int index = (int) message.seq() - 1;
        StoredMessage before = room.messages().set(index, message);
        transactions.onRollback(() -> room.messages().set(index, before));
    }

    private RoomChange log(
            InMemoryRooms.Contents room, LoggedChange.Kind kind, ChangeDraft.OfMessage draft, @Nullable Emoji emoji) {
        LoggedChange logged = new LoggedChange(
                room.lastChange() + 1, room.messages().size(), kind, draft.message(), draft.sender(), emoji);
        room.log().add(logged);
        transactions.onRollback(() -> room.log().removeLast());
        return complete(room, logged);
    }

    private List<UserId> mentions(InMemoryRooms.Contents room, MessageText text, ChangeDraft draft) {
        Map<String, UserId> readers = new HashMap<>();
        for (User user : users.findByUsernames(Mentions.candidates(text))) {
            if (user.active() && RoomAccess.mayRead(rooms.standing(room, user.id(), user.role(), draft.createdAt()))) {
                readers.put(user.username().value().toLowerCase(Locale.ROOT), user.id());
            }
        }
        return Mentions.resolve(text, readers);
    }

    // Reading

    @Override
    public List<Message> newest(RoomId id, long after, long before, int limit) {
        return transactions.call(() -> complete(id, between(id, after, before).reversed().stream(), limit));
    }

    @Override
    public List<Message> at(Collection<Rooms.Place> places) {
        return transactions.call(() -> places.stream()
                .flatMap(place ->
                        complete(place.room(), between(place.room(), place.seq() - 1, place.seq() + 1).stream(), 1)
                                .stream())
                .toList());
    }

    @Override
    public Map<RoomId, List<Message>> following(Map<RoomId, Long> after, int limit) {
        return transactions.call(() -> {
            Map<RoomId, List<Message>> following = new HashMap<>();
            after.forEach((room, seq) -> {
                List<Message> messages = complete(room, between(room, seq, Long.MAX_VALUE).stream(), limit);
                if (!messages.isEmpty()) {
                    following.put(room, messages);
                }
            });
            return following;
        });
    }

    @Override
    public Map<RoomId, List<RoomChange>> changes(Map<RoomId, Long> after, int limit) {
        return transactions.call(() -> {
            Map<RoomId, List<RoomChange>> following = new HashMap<>();
            after.forEach((id, number) -> {
                InMemoryRooms.Contents room = rooms.contents(id);
                List<RoomChange> changes = new ArrayList<>();
                if (room != null) {
                    long last = room.lastChange();
                    for (long change = number + 1; change <= last && changes.size() < limit; change++) {
                        changes.add(change(room, change));
                    }
                }
                if (!changes.isEmpty()) {
                    following.put(id, changes);
                }
            });
            return following;
        });
    }

    @Override
    public Optional<Message> find(RoomId id, MessageId message) {
        return transactions.call(() -> {
            InMemoryRooms.Contents room = rooms.contents(id);
            StoredMessage found = room == null ? null : room.find(message);
            return room == null || found == null ? Optional.empty() : Optional.of(complete(room, found));
        });
    }

    @Override
    public List<Version> versions(RoomId id, MessageId message, @Nullable Long before, int limit) {
        return transactions.call(() -> {
            InMemoryRooms.Contents room = rooms.contents(id);
            StoredMessage found = room == null ? null : room.find(message);
            return found == null
                    ? List.of()
                    : found.versions().stream()
                            .filter(version -> version.replacedBy() == null
                                    || users.find(found.draft().sender()).isPresent())
                            .filter(version ->
                                    before == null || (version.replacedBy() != null && version.replacedBy() < before))
                            .limit(limit)
                            .toList();
        });
    }

    @Override
    public Optional<RoomId> roomOf(FileId file) {
        return transactions.call(() -> withFile(file)
                .filter(message -> !message.deleted())
                .map(message -> message.draft().room()));
    }

    /** Returns the message to which a file is attached, which may be a deleted one. Must be called within a transaction. */
    Optional<StoredMessage> withFile(FileId file) {
        RoomId id = files.roomOf(file).orElse(null);
        InMemoryRooms.Contents room = id == null ? null : rooms.contents(id);
        return room == null
                ? Optional.empty()
                : room.messages().stream()
                        .filter(message -> message.draft().files().contains(file))
                        .findFirst();
    }

    private List<StoredMessage> between(RoomId id, long after, long before) {
        InMemoryRooms.Contents room = rooms.contents(id);
        List<StoredMessage> messages = room == null ? List.of() : room.messages();
        int from = Math.clamp(after, 0, messages.size());
        int to = Math.clamp(before - 1, from, messages.size());
        return messages.subList(from, to);
    }

    private List<Message> complete(RoomId id, Stream<StoredMessage> messages, int limit) {
        InMemoryRooms.Contents room = rooms.contents(id);
        return room == null
                ? List.of()
                : messages.limit(limit).map(message -> complete(room, message)).toList();
    }

    /** Returns the change with this number, which must exist. */
    private RoomChange change(InMemoryRooms.Contents room, long number) {
        int before = room.loggedBefore(number);
        if (before < room.log().size() && room.log().get(before).change() == number) {
            return complete(room, room.log().get(before));
        }
        return new RoomChange.Posted(number, complete(room, room.messages().get((int) (number - before) - 1)));
    }

    private static boolean hasTakenBack(InMemoryRooms.Contents room, long number) {
        return room.log().stream()
                .anyMatch(logged -> logged.change() == number && logged.kind() == LoggedChange.Kind.UNREACTED);
    }

    private RoomChange complete(InMemoryRooms.Contents room, LoggedChange logged) {
        if (logged.message() == null) {
            return new RoomChange.UserErased(logged.change(), room.room().id(), logged.user());
        }
        Message message = complete(room, requireNonNull(room.find(logged.message())));
        return switch (logged.kind()) {
            case EDITED -> new RoomChange.Edited(logged.change(), message);
            case DELETED -> new RoomChange.Deleted(logged.change(), message);
            case REACTED, UNREACTED ->
                reacted(
                        logged.change(),
                        message,
                        requireNonNull(logged.emoji()),
                        users.find(logged.user()).orElse(null));
            case ERASED -> throw new IllegalStateException("has no message");
        };
    }

    /** Adds the current state of the author, the attachments and the replied-to message. */
    private Message complete(InMemoryRooms.Contents room, StoredMessage message) {
        Draft draft = message.draft();
        StoredMessage target = draft.replyTo() == null ? null : room.find(draft.replyTo());
        return new Message(
                draft.id(),
                draft.room(),
                message.seq(),
                users.find(draft.sender()).map(Participant::of).orElse(null),
                message.text(),
                draft.files().isEmpty() || message.deleted() ? List.of() : files.attachments(draft.id()),
                draft.clientMessageId(),
                draft.createdAt(),
                null,
                message.state(target == null ? null : ReplyPreview.of(complete(room, target))));
    }
}
