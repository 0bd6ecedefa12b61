package io.clubroom.domain.chat;

import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;

/** The part of a user that other members of a room may see. */
public record Participant(UserId id, Username username, FullName fullName) {
    public static Participant of(User user) {
        return new Participant(user.id(), user.username(), user.fullName());
    }
}
