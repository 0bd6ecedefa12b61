package io.clubroom.domain.chat;

import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;

/** What the others in a room may know of a user. */
public record Participant(UserId id, Username username, FullName fullName) {
    public static Participant of(User user) {
        return new Participant(user.id(), user.username(), user.fullName());
    }
}
