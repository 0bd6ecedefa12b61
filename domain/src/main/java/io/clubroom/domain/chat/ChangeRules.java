package io.clubroom.domain.chat;

import io.clubroom.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides whether and how a draft changes its message. */
public final class ChangeRules {
    /** The maximum number of different emojis of a message. */
    public static final int MAX_EMOJIS = 20;

    public sealed interface Decision {
        /** @param after the message after the change */
        record Change(Message after) implements Decision {}

        /** The draft has no effect. */
        record Nothing() implements Decision {}

        record Refuse(ChangeRefusal refusal) implements Decision {}
    }

    private static final Decision NOTHING = new Decision.Nothing();

    private ChangeRules() {}

    /** Returns the refusal of a change for a verdict about its room; null if the change is allowed. */
    public static @Nullable ChangeRefusal refusal(RoomVerdict verdict) {
        return switch (verdict) {
            case ALLOWED -> null;
            case NOT_FOUND -> ChangeRefusal.NO_SUCH_ROOM;
            case MUTED -> ChangeRefusal.MUTED;
            case NOT_REACHABLE -> ChangeRefusal.NOT_REACHABLE;
            case USER_BLOCKED -> ChangeRefusal.USER_BLOCKED;
            case FORBIDDEN, DIRECT_ROOM, PUBLIC_ROOM -> ChangeRefusal.FORBIDDEN;
        };
    }

    /**
     * Decides about a new text.
     *
     * @param message null if there is no such message in the room
     * @param standing the sender's, null if there is no such room
     * @param mentions the users mentioned in the new text
     */
    public static Decision edit(
            ChangeDraft.Edit draft, @Nullable Message message, @Nullable RoomStanding standing, List<UserId> mentions) {
        ChangeRefusal refused = refusal(RoomAccess.decide(standing, RoomAction.WRITE));
        if (refused != null) {
            return new Decision.Refuse(refused);
        }
        if (message == null) {
            return new Decision.Refuse(ChangeRefusal.NO_SUCH_MESSAGE);
        }
        if (!message.isBy(draft.sender())) {
            return new Decision.Refuse(ChangeRefusal.FORBIDDEN);
        }
        if (message.state().deleted()) {
            return new Decision.Refuse(ChangeRefusal.MESSAGE_DELETED);
        }
        if (draft.window().length().isZero()
                || draft.createdAt()
                        .isAfter(message.createdAt().plus(draft.window().length()))) {
            return new Decision.Refuse(ChangeRefusal.EDIT_WINDOW_OVER);
        }
        if (draft.text().value().isEmpty() && message.attachments().isEmpty()) {
            return new Decision.Refuse(ChangeRefusal.INVALID_CONTENT);
        }
        return draft.text().equals(message.text())
                ? NOTHING
                : new Decision.Change(message.edited(draft.text(), mentions, draft.createdAt()));
    }

    /**
     * Decides about a deletion.
     *
     * @param message null if there is no such message in the room
     * @param standing the sender's, null if there is no such room
     */
    public static Decision delete(
            ChangeDraft.Deletion draft, @Nullable Message message, @Nullable RoomStanding standing) {
        boolean isAllowed = draft.onReport() || (message != null && message.isBy(draft.sender()));
        ChangeRefusal refused = draft.onReport() ? null : refusal(RoomAccess.decide(standing, RoomAction.DELETE_OWN));
        if (refused == null && message == null) {
            refused = ChangeRefusal.NO_SUCH_MESSAGE;
        }
        if (refused == null && !isAllowed) {
            refused = refusal(RoomAccess.decide(standing, RoomAction.MODERATE));
        }
        if (refused != null || message == null) {
            return new Decision.Refuse(refused == null ? ChangeRefusal.NO_SUCH_MESSAGE : refused);
        }
        return message.state().deleted() ? NOTHING : new Decision.Change(message.deleted());
    }

    /**
     * Decides about a reaction.
     *
     * @param message null if there is no such message in the room
     * @param standing the sender's, null if there is no such room
     */
    public static Decision react(ChangeDraft.React draft, @Nullable Message message, @Nullable RoomStanding standing) {
        ChangeRefusal refused = refusal(RoomAccess.decide(standing, RoomAction.WRITE));
        if (refused != null) {
            return new Decision.Refuse(refused);
        }
        if (message == null) {
            return new Decision.Refuse(ChangeRefusal.NO_SUCH_MESSAGE);
        }
        if (message.state().deleted()) {
            return new Decision.Refuse(ChangeRefusal.MESSAGE_DELETED);
        }
        Reaction present = message.state().reactions().stream()
                .filter(reaction -> reaction.emoji().equals(draft.emoji()))
                .findFirst()
                .orElse(null);
        boolean isThere = present != null && present.isBy(draft.sender());
        if (isThere != draft.removed()) {
            return NOTHING;
        }
        if (present == null && message.state().reactions().size() >= MAX_EMOJIS) {
            return new Decision.Refuse(ChangeRefusal.TOO_MANY_REACTIONS);
        }
        return new Decision.Change(
                message.withReactions(reactions(message.state().reactions(), draft.emoji(), draft.sender(), !isThere)));
    }

    private static List<Reaction> reactions(List<Reaction> before, Emoji emoji, UserId user, boolean added) {
        List<Reaction> after = new ArrayList<>(before.size() + 1);
        boolean found = false;
        for (Reaction reaction : before) {
            if (!reaction.emoji().equals(emoji)) {
                after.add(reaction);
                continue;
            }
            found = true;
            List<UserId> users = new ArrayList<>(reaction.users());
            if (added) {
                users.add(user);
            } else {
                users.remove(user);
            }
            if (!users.isEmpty()) {
                after.add(new Reaction(emoji, List.copyOf(users)));
            }
        }
        if (added && !found) {
            after.add(new Reaction(emoji, List.of(user)));
        }
        return List.copyOf(after);
    }

    /** Returns why a reply to this message is refused; null if it is allowed. */
    public static @Nullable ChangeRefusal reply(@Nullable Message target) {
        if (target == null) {
            return ChangeRefusal.NO_SUCH_MESSAGE;
        }
        return target.state().deleted() ? ChangeRefusal.MESSAGE_DELETED : null;
    }

    /**
     * Whether a stored change is the one that the draft repeats.
     *
     * @param takenBack whether the stored change removed a reaction
     */
    public static boolean isRepeat(ChangeDraft draft, RoomChange stored, boolean takenBack) {
        return switch (draft) {
            case Draft _ -> stored instanceof RoomChange.Posted;
            case ChangeDraft.Edit edit ->
                stored instanceof RoomChange.Edited(long _, Message message)
                        && message.id().equals(edit.message());
            case ChangeDraft.Deletion deletion ->
                stored instanceof RoomChange.Deleted(long _, Message message)
                        && message.id().equals(deletion.message());
            case ChangeDraft.React react ->
                stored instanceof RoomChange.Reacted reacted
                        && reacted.message().id().equals(react.message())
                        && reacted.emoji().equals(react.emoji())
                        && takenBack == react.removed();
        };
    }
}
