package io.clubroom.application.chat;

import io.clubroom.application.Club;
import io.clubroom.application.chat.ChangeMessages.Post;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.User;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Posts messages in tests. */
public final class Chats {
    private Chats() {}

    static Post post(User user, String room, String text, @Nullable String clientMessageId) {
        return new Post(
                Actor.SignedIn.of(user),
                new RoomId(room),
                MessageText.of(text),
                clientMessageId == null ? null : ClientMessageId.of(clientMessageId));
    }

    static List<Outcome> post(Club club, Post... posts) {
        return club.changeMessages.change(List.of(posts)).outcomes();
    }

    /** The new private room of the owner, with others as members. */
    public static RoomId privateRoom(Club club, User owner, User... members) {
        return ((CreateRoom.Result.Created)
                        club.createRoom.create(Club.as(owner), NewRoom.privateRoom("Private", members)))
                .room()
                .summary()
                .room()
                .id();
    }

    /** The direct room of these people, which was not there before. */
    public static RoomId directRoom(Club club, User opener, User... others) {
        return ((OpenDirectRoom.Result.Opened) club.openDirectRoom.open(
                        Club.as(opener),
                        new OpenDirectRoom.Command(
                                Arrays.stream(others).map(User::id).toList())))
                .room()
                .summary()
                .room()
                .id();
    }

    static void say(Club club, User user, String room, String... texts) {
        for (String text : texts) {
            post(club, post(user, room, text, null));
        }
    }
}
