package io.clubroom.application.chat;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.chat.ChangeDraft;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.EditWindow;
import io.clubroom.domain.chat.Emoji;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageIds;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.moderation.ModerationLog;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stores new messages, and changes of messages, of several users in one batch. */
public final class ChangeMessages {
    /** A change requested by an actor. */
    public sealed interface Request {
        Actor.SignedIn actor();

        RoomId room();

        @Nullable
        ClientMessageId clientMessageId();
    }

    /**
     * A new message.
     *
     * @param files the actor's files to attach to the message, in order
     * @param replyTo the message replied to, null if none
     */
    public record Post(
            Actor.SignedIn actor,
            RoomId room,
            MessageText text,
            List<FileId> files,
            @Nullable MessageId replyTo,
            @Nullable ClientMessageId clientMessageId)
            implements Request {
        /** A post without files that replies to nothing. */
        public Post(Actor.SignedIn actor, RoomId room, MessageText text, @Nullable ClientMessageId clientMessageId) {
            this(actor, room, text, List.of(), null, clientMessageId);
        }
    }

    /** @param text may be empty if the message has attachments */
    public record Edit(
            Actor.SignedIn actor,
            RoomId room,
            MessageId message,
            MessageText text,
            @Nullable ClientMessageId clientMessageId)
            implements Request {}

    public record Delete(
            Actor.SignedIn actor,
            RoomId room,
            MessageId message,
            @Nullable ClientMessageId clientMessageId) implements Request {}

    /** @param removed whether the reaction is removed */
    public record React(
            Actor.SignedIn actor,
            RoomId room,
            MessageId message,
            Emoji emoji,
            boolean removed,
            @Nullable ClientMessageId clientMessageId)
            implements Request {}

    /** The outcome of each request, in the order of the requests. */
    public record Result(List<Messages.Outcome> outcomes) {}

    private final Messages messages;
    private final TokenRevocations revocations;
    private final InstantSource clock;
    private final MessageIds ids;
    private final EditWindow editWindow;
    private final ModerationLog log;

    public ChangeMessages(
            Messages messages,
            TokenRevocations revocations,
            InstantSource clock,
            MessageIds ids,
            EditWindow editWindow,
            ModerationLog log) {
        this.messages = messages;
        this.revocations = revocations;
        this.clock = clock;
        this.ids = ids;
        this.editWindow = editWindow;
        this.log = log;
    }

    public Result change(List<? extends Request> requests) {
        Instant now = clock.instant();
        List<Messages.Outcome> outcomes = messages.append(
                requests.stream().map(request -> draft(request, now)).toList());
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof Messages.Outcome.Stored(RoomChange.Deleted(long _, Message message))) {
                deleted(message, requests.get(i).actor().id());
            }
        }
        return new Result(outcomes);
    }

    private void deleted(Message message, UserId by) {
        if (!message.isBy(by)) {
            log.record(new ModerationLog.Entry(
                    ModerationLog.Act.MESSAGE_DELETED,
                    by,
                    message.author() == null ? null : message.author().id(),
                    message.room(),
                    message.id(),
                    null,
                    null));
        }
    }

    private ChangeDraft draft(Request request, Instant now) {
        Actor.SignedIn actor = request.actor();
        int version = revocations.versionOf(actor);
        return switch (request) {
            case Post post ->
                new Draft(
                        ids.next(),
                        post.room(),
                        actor.id(),
                        version,
                        post.text(),
                        post.files(),
                        post.replyTo(),
                        post.clientMessageId(),
                        now);
            case Edit edit ->
                new ChangeDraft.Edit(
                        edit.room(),
                        edit.message(),
                        actor.id(),
                        version,
                        edit.text(),
                        editWindow,
                        edit.clientMessageId(),
                        now);
            case Delete delete ->
                new ChangeDraft.Deletion(
                        delete.room(), delete.message(), actor.id(), version, delete.clientMessageId(), now);
            case React react ->
                new ChangeDraft.React(
                        react.room(),
                        react.message(),
                        actor.id(),
                        version,
                        react.emoji(),
                        react.removed(),
                        react.clientMessageId(),
                        now);
        };
    }
}
