package io.clubroom.application.user;

import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A decorator whose methods tests override. */
public class RoomMembersAround implements RoomMembers {
    private final RoomMembers inner;

    public RoomMembersAround(RoomMembers inner) {
        this.inner = inner;
    }

    @Override
    public void lock(RoomId room) {
        inner.lock(room);
    }

    @Override
    public List<RoomId> lockOwnedBy(UserId owner) {
        return inner.lockOwnedBy(owner);
    }

    @Override
    public Set<UserId> lockActive(Collection<UserId> users) {
        return inner.lockActive(users);
    }

    @Override
    public List<Member> list(RoomId room, @Nullable Position after, int limit) {
        return inner.list(room, after, limit);
    }

    @Override
    public Optional<Member> find(RoomId room, UserId user) {
        return inner.find(room, user);
    }

    @Override
    public Map<UserId, List<RoomId>> closedRooms(Collection<UserId> users, int limit) {
        return inner.closedRooms(users, limit);
    }

    @Override
    public Others others(RoomId room, UserId besides) {
        return inner.others(room, besides);
    }

    @Override
    public boolean isBanned(RoomId room, UserId user, Instant now) {
        return inner.isBanned(room, user, now);
    }

    @Override
    public List<UserId> banned(RoomId room) {
        return inner.banned(room);
    }

    @Override
    public void add(RoomId room, Collection<UserId> users, RoomRole role, Instant joinedAt) {
        inner.add(room, users, role, joinedAt);
    }

    @Override
    public void remove(RoomId room, UserId user) {
        inner.remove(room, user);
    }
}
