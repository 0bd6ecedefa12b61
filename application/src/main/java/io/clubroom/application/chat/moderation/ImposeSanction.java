package io.clubroom.application.chat.moderation;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomMembers.Member;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.chat.moderation.ModerationLog;
import io.clubroom.domain.chat.moderation.ModerationLog.Act;
import io.clubroom.domain.chat.moderation.Sanction;
import io.clubroom.domain.chat.moderation.SanctionRules;
import io.clubroom.domain.chat.moderation.Sanctions;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import java.util.Optional;
import java.util.Set;

/**
 * Mutes or bans a user. A ban ends the membership, which is not restored when the ban ends.
 *
 * <p>Runs in the transaction of a user who may moderate the room, which must have locked its members ({@link RoomMembers#lock}) and then
 * the room ({@link Sanctions#lock}).
 */
public final class ImposeSanction {
    public sealed interface Result {
        record Imposed() implements Result {}

        /** The user's role is not below the moderator's. */
        record NotAllowed() implements Result {}

        /** The user does not exist or is inactive. */
        record UserNotFound() implements Result {}
    }

    private final Transactions transactions;
    private final RoomMembers members;
    private final Users users;
    private final Sanctions sanctions;
    private final RoomRelay relay;
    private final ModerationLog log;

    public ImposeSanction(
            Transactions transactions,
            RoomMembers members,
            Users users,
            Sanctions sanctions,
            RoomRelay relay,
            ModerationLog log) {
        this.transactions = transactions;
        this.members = members;
        this.users = users;
        this.sanctions = sanctions;
        this.relay = relay;
        this.log = log;
    }

    /**
     * @param kind the kind of the room
     * @param moderator the role of the actor in the room
     */
    public Result impose(Sanction sanction, RoomKind kind, RoomRole moderator) {
        if (!members.lockActive(Set.of(sanction.user())).contains(sanction.user())) {
            return new Result.UserNotFound();
        }
        User user = users.find(sanction.user()).orElseThrow();
        Optional<Member> member = members.find(sanction.room(), user.id());
        RoomRole role = member.map(Member::role).orElse(RoomRole.MEMBER);
        if (!SanctionRules.isAbove(moderator, user.role(), role)) {
            return new Result.NotAllowed();
        }
        boolean sawTheRoom = kind == RoomKind.PUBLIC
                ? !members.isBanned(sanction.room(), user.id(), sanction.createdAt())
                : member.isPresent();
        sanctions.set(sanction);
        if (sanction.kind() == Sanction.Kind.BAN) {
            members.remove(sanction.room(), user.id());
            // For other users the room does not exist, so they must not learn of it.
            if (sawTheRoom) {
                relay.memberRemoved(sanction.room(), user.id(), Departure.BANNED);
            }
        }
        ModerationLog.Entry entry = new ModerationLog.Entry(
                sanction.kind() == Sanction.Kind.BAN ? Act.BANNED : Act.MUTED,
                sanction.setBy(),
                user.id(),
                sanction.room(),
                null,
                sanction.until(),
                sanction.reason());
        transactions.afterCommit(() -> log.record(entry));
        return new Result.Imposed();
    }
}
