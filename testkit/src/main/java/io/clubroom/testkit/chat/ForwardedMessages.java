package io.clubroom.testkit.chat;

import io.clubroom.domain.chat.ChangeDraft;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.file.FileId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Forwards every call to other messages; tests override what they watch or let fail. */
public class ForwardedMessages implements Messages {
    private final Messages messages;

    public ForwardedMessages(Messages messages) {
        this.messages = messages;
    }

    @Override
    public List<Outcome> append(List<? extends ChangeDraft> drafts) {
        return messages.append(drafts);
    }

    @Override
    public List<Message> newest(RoomId room, long after, long before, int limit) {
        return messages.newest(room, after, before, limit);
    }

    @Override
    public List<Message> at(Collection<Rooms.Place> places) {
        return messages.at(places);
    }

    @Override
    public Map<RoomId, List<Message>> following(Map<RoomId, Long> after, int limit) {
        return messages.following(after, limit);
    }

    @Override
    public Map<RoomId, List<RoomChange>> changes(Map<RoomId, Long> after, int limit) {
        return messages.changes(after, limit);
    }

    @Override
    public Optional<Message> find(RoomId room, MessageId id) {
        return messages.find(room, id);
    }

    @Override
    public List<Version> versions(RoomId room, MessageId id, @Nullable Long before, int limit) {
        return messages.versions(room, id, before, limit);
    }

    @Override
    public Optional<RoomId> roomOf(FileId file) {
        return messages.roomOf(file);
    }
}
