package io.clubroom.application.chat.live;

import io.clubroom.application.chat.ChangeMessages;
import io.clubroom.application.chat.FollowRooms;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomChange;
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
            case Input.Loaded(long load, FollowRooms.News(var reached, var messages)) ->
                "Loaded " + load + " reached " + reached + " "
                        + messages.values().stream().map(Words::of).toList();
            case Effect.Store(long batch, List<ChangeMessages.Request> requests) ->
                "Store " + batch + " "
                        + requests.stream()
                                .map(ChangeMessages.Post.class::cast)
                                .map(post ->
                                        post.room() + ":" + text(post.text().value()) + files(post.files()))
                                .toList();
            case Effect.Deliver(var room, var changes, var _, var _) ->
                "Deliver " + room + " " + of(Checks.messages(changes));
            case Effect.Subscribed(var subscription, var welcome, var gap, boolean live) ->
                "Subscribed " + subscription + " last " + welcome.lastSeq() + " members "
                        + welcome.members().stream().map(Words::of).toList()
                        + (gap == null ? "" : " gap after " + gap)
                        + (live ? " live" : "");
            case Effect.Replay(var subscription, int replay, var changes, var _, boolean last) ->
                "Replay " + replay + " " + subscription + " " + of(Checks.messages(changes)) + (last ? " last" : "");
            case Effect.Answered(var subscription, var change, var _) ->
                "Answered " + subscription + " " + of(Checks.messages(List.of(change)));
            case Effect.Announce(var room, var events) ->
                "Announce " + room + " "
                        + events.stream()
                                .map(event -> event.getClass().getSimpleName() + " " + of(event.user()))
                                .toList();
            case Effect.Signal(var signal) -> "Signal " + of(signal);
            case Input.Change(var subscription, Action.Post(var text, var files, var _), var id) ->
                "Publish " + subscription + " " + text(text.value()) + files(files) + (id == null ? "" : " id " + id);
            case Input.PeerSignal(var node, var signal) -> "PeerSignal " + of(node) + " " + of(signal);
            case Input.PeerAppeared(var node) -> "PeerAppeared " + of(node);
            case Input.PeerVanished(var node) -> "PeerVanished " + of(node);
            case Input.AuthorChanged(var user) -> "AuthorChanged " + of(user);
            case io.clubroom.domain.chat.RoomSignal.Present(var room, var user) -> "Present " + room + " " + of(user);
            case io.clubroom.domain.chat.RoomSignal.Absent(var room, var user) -> "Absent " + room + " " + of(user);
            case io.clubroom.domain.chat.RoomSignal.Typing(var room, var user) -> "Typing " + room + " " + of(user);
            case Outcome.Stored(RoomChange.Posted(long _, Message message)) -> "new " + of(message);
            case Outcome.Repeated(RoomChange.Posted(long _, Message message)) -> "repeated " + of(message);
            case Outcome other -> other.getClass().getSimpleName();
            case Message message ->
                message.room() + "#" + message.seq() + ":" + text(message.text().value())
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
