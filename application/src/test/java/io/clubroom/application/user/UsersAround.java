package io.clubroom.application.user;

import io.clubroom.domain.password.PasswordHash;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.TakenNames;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import io.clubroom.domain.user.Users;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A decorator whose methods tests override to interfere with a use case. */
class UsersAround implements Users {
    private final Users inner;

    UsersAround(Users inner) {
        this.inner = inner;
    }

    @Override
    public void add(User user) {
        inner.add(user);
    }

    @Override
    public Optional<User> find(UserId id) {
        return inner.find(id);
    }

    @Override
    public CompletionStage<Optional<User>> findAsync(UserId id) {
        return inner.findAsync(id);
    }

    @Override
    public Optional<User> findByEmail(Email email) {
        return inner.findByEmail(email);
    }

    @Override
    public Optional<TakenNames> taken(UserId id, Username username, Email email) {
        return inner.taken(id, username, email);
    }

    @Override
    public Optional<User> lock(UserId id) {
        return inner.lock(id);
    }

    @Override
    public Optional<User> lockExclusively(UserId id) {
        return inner.lockExclusively(id);
    }

    @Override
    public void update(User user) {
        inner.update(user);
    }

    @Override
    public void remove(UserId id) {
        inner.remove(id);
    }

    @Override
    public boolean welcome(UserId id) {
        return inner.welcome(id);
    }

    @Override
    public void renewPasswordHash(UserId id, PasswordHash old, PasswordHash renewed) {
        inner.renewPasswordHash(id, old, renewed);
    }
}
