package io.clubroom.domain.chat;

import io.clubroom.domain.user.AvatarId;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import org.jspecify.annotations.Nullable;

/**
 * The part of a user that other members of a room may see.
 *
 * @param avatar null without a picture
 */
public record Participant(
        UserId id,
        Username username,
        FullName fullName,
        @Nullable AvatarId avatar) {
    public static Participant of(User user) {
        return new Participant(user.id(), user.username(), user.fullName(), user.avatar());
    }
}
