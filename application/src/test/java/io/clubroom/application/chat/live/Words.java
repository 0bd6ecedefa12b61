package io.clubroom.application.chat.live;

import io.clubroom.application.chat.ChangeMessages;
import io.clubroom.application.chat.FollowRooms;
import io.clubroom.application.chat.MarkReadings;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.user.UserId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Short descriptions for traces. */
final class Words {
    private Words() {}

    static String of(Object value) {
        return switch (value) {
            case Input.Stored(long batch, List<Outcome> outcomes, long _) -> "Stored " + batch + " " + of(outcomes);
            case Input.Loaded(long load, FollowRooms.News(var reached, var changes)) ->
                "Loaded " + load + " reached " + reached + " "
                        + changes.values().stream().map(Words::of).toList();
            case Effect.Store(long batch, List<ChangeMessages.Request> requests) ->
                "Store " + batch + " " + of(requests);
            case ChangeMessages.Post post ->
                post.room() + ":" + text(post.text().value()) + files(post.files());
            case ChangeMessages.Edit edit ->
                "edit " + number(edit.message()) + " " + text(edit.text().value());
            case ChangeMessages.Delete delete -> "delete " + number(delete.message());
            case ChangeMessages.React react ->
                "react " + number(react.message()) + " " + react.emoji() + (react.removed() ? " removed" : "");
            case Action.Post(var text, var files, var replyTo) ->
                "post " + text(text.value()) + files(files) + (replyTo == null ? "" : " to " + number(replyTo));
            case Action.Edit(var message, var text) -> "edit " + number(message) + " " + text(text.value());
            case Action.Delete(var message) -> "delete " + number(message);
            case Action.React(var message, var emoji, boolean removed) ->
                "react " + number(message) + " " + emoji + (removed ? " removed" : "");
            case Effect.Deliver(var room, var changes, var answers, var _) ->
                "Deliver " + room + " " + of(changes) + answers(answers);
            case Effect.Subscribed(var subscription, var welcome, var gap, boolean live, var _) ->
                "Subscribed " + subscription + " last " + welcome.lastSeq() + "/" + welcome.lastChange() + " members "
                        + welcome.members().stream().map(Words::of).toList()
                        + (gap == null ? "" : " gap after " + gap)
                        + (live ? " live" : "");
            case Effect.Replay(var subscription, int replay, var changes, var answers, boolean last) ->
                "Replay " + replay + " " + subscription + " " + of(changes) + answers(answers) + (last ? " last" : "");
            case Effect.Answered(var subscription, var change, var id) ->
                "Answered " + subscription + " " + of(change) + " id " + id;
            case Effect.Announce(var room, var events) ->
                "Announce " + room + " "
                        + events.stream()
                                .map(event -> event.getClass().getSimpleName() + " " + of(event.user()))
                                .toList();
            case Effect.Signal(var signal) -> "Signal " + of(signal);
            case Input.Change(var subscription, var action, var id) ->
                "Change " + subscription + " " + of(action) + (id == null ? "" : " id " + id);
            case Input.UserRemoved(var room, var user, var reason) ->
                "UserRemoved " + room + " " + of(user) + " " + reason;
            case Input.PeerSignal(var node, var signal) -> "PeerSignal " + of(node) + " " + of(signal);
            case Input.PeerAppeared(var node) -> "PeerAppeared " + of(node);
            case Input.PeerVanished(var node) -> "PeerVanished " + of(node);
            case Input.AuthorChanged(var user) -> "AuthorChanged " + of(user);
            case io.clubroom.domain.chat.RoomSignal.Present(var room, var user) -> "Present " + room + " " + of(user);
            case io.clubroom.domain.chat.RoomSignal.Absent(var room, var user) -> "Absent " + room + " " + of(user);
            case io.clubroom.domain.chat.RoomSignal.Typing(var room, var user) -> "Typing " + room + " " + of(user);
            case io.clubroom.domain.chat.RoomSignal.Read(var room, var user, long seq, var audience) ->
                "Read " + room + " " + of(user) + " " + seq + (audience.others() ? "" : " oneself");
            case Effect.TellRead(var read, var newcomer) ->
                "Tell" + of(read) + (newcomer == null ? "" : " to " + newcomer);
            case MarkReadings.Request request ->
                request.room() + " " + of(request.reader().id()) + " " + request.seq();
            case RoomReads.Reader(var room, var user) -> of(user) + " in " + room;
            case Outcome.Stored(RoomChange change) -> "new " + of(change);
            case Outcome.Repeated(RoomChange change) -> "repeated " + of(change);
            case Outcome.Unchanged(RoomChange change) -> "unchanged " + of(change);
            case Outcome.Refused(var refusal, var _) -> "refused " + refusal;
            case RoomChange.UserErased(long change, var room, var user) -> room + "/" + change + " erased " + of(user);
            case RoomChange.OfMessage of ->
                of.change() + " "
                        + of.getClass().getSimpleName()
                        + (of instanceof RoomChange.Reacted reacted
                                ? " " + reacted.emoji() + " " + (reacted.removed() ? "removed " : "") + reacted.count()
                                : "")
                        + " " + of(of.message());
            case Outcome other -> other.getClass().getSimpleName();
            case Message message ->
                message.room() + "#" + message.seq() + ":" + number(message.id()) + ":"
                        + (message.state().deleted()
                                ? "deleted"
                                : text(message.text().value()))
                        + files(message.attachments().stream()
                                .map(StoredFile::id)
                                .toList());
            case Participant user -> of(user.id());
            case UserId user -> "user " + user.value().getLeastSignificantBits();
            case NodeId node -> "relay id " + node.value().getLeastSignificantBits();
            case List<?> values -> values.stream().map(Words::of).toList().toString();
            case Set<?> values ->
                values.stream().map(Words::of).sorted().toList().toString();
            case Map.Entry<?, ?> entry -> of(entry.getKey()) + "=" + of(entry.getValue());
            default -> value.toString();
        };
    }

    private static long number(MessageId message) {
        return message.value().getLeastSignificantBits();
    }

    private static String answers(List<Effect.Answer> answers) {
        return answers.isEmpty()
                ? ""
                : " answers "
                        + answers.stream()
                                .map(answer -> answer.index() + " to " + answer.subscription() + " "
                                        + answer.clientMessageId().value())
                                .toList();
    }

    private static String files(List<FileId> files) {
        return files.isEmpty()
                ? ""
                : " files "
                        + files.stream()
                                .map(file -> file.value().getLeastSignificantBits())
                                .toList();
    }

    /** The unique part of a text. */
    private static String text(String text) {
        int end = text.indexOf(' ');
        return end < 0 ? text : text.substring(0, end);
    }
}
