package io.clubroom.domain.chat;

import io.clubroom.domain.user.UserId;
import java.util.List;

/**
 * The reactions to a message with one emoji.
 *
 * @param users the users who have reacted, in the order of their reactions; not empty
 */
public record Reaction(Emoji emoji, List<UserId> users) {
    public int count() {
        return users.size();
    }

    public boolean isBy(UserId user) {
        return users.contains(user);
    }
}
