package io.clubroom.application.chat;

import io.clubroom.application.Club;
import io.clubroom.application.chat.ChangeMessages.Post;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.User;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Posts messages in tests. */
final class Chats {
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

    static void say(Club club, User user, String room, String... texts) {
        for (String text : texts) {
            post(club, post(user, room, text, null));
        }
    }
}
