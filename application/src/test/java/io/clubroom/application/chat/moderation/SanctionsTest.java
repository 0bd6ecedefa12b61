package io.clubroom.application.chat.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.application.chat.ChangeMessages;
import io.clubroom.application.chat.Chats;
import io.clubroom.application.chat.SetRoomRole;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.ChangeRefusal;
import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomMembers.Member;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.chat.RoomVerdict;
import io.clubroom.domain.chat.moderation.ModerationLog;
import io.clubroom.domain.chat.moderation.ModerationLog.Act;
import io.clubroom.domain.chat.moderation.Reason;
import io.clubroom.domain.chat.moderation.Sanction;
import io.clubroom.domain.chat.moderation.Sanction.Kind;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.testkit.chat.RelayRecorder;
import io.clubroom.testkit.chat.RelayRecorder.Addition;
import io.clubroom.testkit.chat.RelayRecorder.Removal;
import io.clubroom.testkit.chat.RoomsContract;
import io.clubroom.testkit.user.UserFixture;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SanctionsTest {
    private static final Reason WHY = new Reason("Insults");
    private static final Instant UNTIL = Club.NOW.plusSeconds(60);

    private final Club club = new Club();
    private final User owner = club.join(UserFixture.user().role(Role.TRAINER));
    private final User moderator = club.join(UserFixture.user());
    private final User member = club.join(UserFixture.user());
    private final RoomId room = Chats.privateRoom(club, owner, moderator, member);

    SanctionsTest() {
        giveRole(room, moderator, RoomRole.MODERATOR);
    }

    private void giveRole(RoomId where, User user, RoomRole role) {
        club.transactions.run(() -> club.roomMembers.add(where, Set.of(user.id()), role, Club.NOW));
    }

    private Object set(User by, Kind kind, User user, @Nullable Instant until) {
        return set(Club.as(by), room, kind, user.id(), until);
    }

    private Object set(Actor by, RoomId where, Kind kind, UserId user, @Nullable Instant until) {
        return club.setSanction.set(by, where, kind, () -> new SetSanction.Command(user, until, WHY));
    }

    private Object lift(User by, Kind kind, User user) {
        return club.liftSanction.lift(Club.as(by), room, kind, user::id);
    }

    private Outcome say(RoomId where, User user) {
        return club.changeMessages
                .change(List.of(new ChangeMessages.Post(Actor.SignedIn.of(user), where, MessageText.of("hello"), null)))
                .outcomes()
                .getFirst();
    }

    private static Object refused(RoomVerdict verdict) {
        return new SetSanction.Result.Refused(verdict);
    }

    private ModerationLog.Entry entry(Act act, User actor, User user, @Nullable Instant until, @Nullable Reason why) {
        return new ModerationLog.Entry(act, actor.id(), user.id(), room, null, until, why);
    }

    @Test
    void a_muted_user_cannot_write_until_the_mute_ends() {
        assertThat(set(moderator, Kind.MUTE, member, UNTIL)).isInstanceOf(SetSanction.Result.Done.class);

        assertThat(say(room, member)).isEqualTo(new Outcome.Refused(ChangeRefusal.MUTED, UNTIL));
        club.clock.set(UNTIL);
        assertThat(say(room, member)).isInstanceOf(Outcome.Stored.class);
    }

    @Test
    void a_ban_ends_the_membership_for_good() {
        assertThat(set(moderator, Kind.BAN, member, null)).isInstanceOf(SetSanction.Result.Done.class);

        assertThat(say(room, member)).isEqualTo(new Outcome.Refused(ChangeRefusal.NO_SUCH_ROOM));
        assertThat(club.roomMembers.find(room, member.id())).isEmpty();
        assertThat(club.setRoomRole.set(
                        Club.as(owner), room, () -> new SetRoomRole.Command(member.id(), RoomRole.MEMBER)))
                .isEqualTo(new SetRoomRole.Result.Banned());
        assertThat(lift(moderator, Kind.BAN, member)).isEqualTo(new LiftSanction.Result.Done());
        assertThat(say(room, member)).isEqualTo(new Outcome.Refused(ChangeRefusal.NO_SUCH_ROOM));
    }

    @Test
    void in_a_public_room_a_ban_takes_a_role_and_lifting_it_lets_the_user_in_as_a_member() {
        User admin = club.join(UserFixture.admin());
        RoomId hall = RoomsContract.room("hall").id();
        club.rooms.add(RoomsContract.room("hall"));
        giveRole(hall, moderator, RoomRole.MODERATOR);

        set(Club.as(admin), hall, Kind.BAN, moderator.id(), null);

        assertThat(say(hall, moderator)).isEqualTo(new Outcome.Refused(ChangeRefusal.NO_SUCH_ROOM));
        club.liftSanction.lift(Club.as(admin), hall, Kind.BAN, moderator::id);
        assertThat(say(hall, moderator)).isInstanceOf(Outcome.Stored.class);
        assertThat(set(Club.as(moderator), hall, Kind.MUTE, member.id(), null))
                .isEqualTo(refused(RoomVerdict.FORBIDDEN));
    }

    @Test
    void whoever_may_be_in_a_public_room_again_is_told() {
        User admin = club.join(UserFixture.admin());
        RoomId hall = RoomsContract.room("hall").id();
        club.rooms.add(RoomsContract.room("hall"));
        RelayRecorder told = RelayRecorder.on(club.relay);
        set(Club.as(admin), hall, Kind.MUTE, member.id(), null);
        set(Club.as(admin), hall, Kind.BAN, member.id(), null);
        set(owner, Kind.BAN, member, null);

        club.liftSanction.lift(Club.as(admin), hall, Kind.MUTE, member::id);
        assertThat(told.added).isEmpty();
        club.liftSanction.lift(Club.as(admin), hall, Kind.BAN, member::id);
        club.liftSanction.lift(Club.as(admin), hall, Kind.BAN, member::id);
        assertThat(lift(owner, Kind.BAN, member)).isEqualTo(new LiftSanction.Result.Done());

        assertThat(told.added).containsExactly(new Addition(hall, member.id()));
    }

    @Test
    void somebody_who_is_no_member_can_be_banned_and_is_not_told_of_the_room() {
        User stranger = club.join(UserFixture.user());

        assertThat(set(moderator, Kind.BAN, stranger, null)).isInstanceOf(SetSanction.Result.Done.class);
        assertThat(club.roomMembers.isBanned(room, stranger.id(), Club.NOW)).isTrue();

        RelayRecorder told = RelayRecorder.on(club.relay);
        ImposeSanction impose = new ImposeSanction(
                club.transactions, club.roomMembers, club.users, club.sanctions, club.relay, _ -> {});
        User anotherStranger = club.join(UserFixture.user());
        for (User user : List.of(anotherStranger, member, member)) {
            Sanction ban = new Sanction(room, user.id(), Kind.BAN, null, WHY, owner.id(), Club.NOW);
            assertThat(club.transactions.call(() -> impose.impose(ban, RoomKind.PRIVATE, RoomRole.OWNER)))
                    .isEqualTo(new ImposeSanction.Result.Imposed());
        }
        assertThat(told.removed).containsExactly(new Removal(room, member.id(), Departure.BANNED));
    }

    @ParameterizedTest
    @EnumSource
    void nobody_acts_against_an_equal_a_higher_one_or_an_administrator(Kind kind) {
        User secondModerator = club.join(UserFixture.user());
        User secondOwner = club.join(UserFixture.user());
        User admin = club.join(UserFixture.admin());
        giveRole(room, secondModerator, RoomRole.MODERATOR);
        giveRole(room, secondOwner, RoomRole.OWNER);
        giveRole(room, admin, RoomRole.MEMBER);

        for (List<User> pair : List.of(
                List.of(moderator, secondModerator),
                List.of(moderator, moderator),
                List.of(moderator, owner),
                List.of(owner, secondOwner),
                List.of(owner, owner),
                List.of(moderator, admin),
                List.of(owner, admin),
                List.of(admin, member),
                List.of(member, moderator))) {
            assertThat(set(pair.getFirst(), kind, pair.getLast(), null)).isEqualTo(refused(RoomVerdict.FORBIDDEN));
            assertThat(lift(pair.getFirst(), kind, pair.getLast()))
                    .isEqualTo(new LiftSanction.Result.Refused(RoomVerdict.FORBIDDEN));
        }
        assertThat(club.roomMembers.list(room, null, 10))
                .extracting(Member::user)
                .hasSize(6);
        assertThat(club.moderationLog).isEmpty();
        assertThat(set(owner, kind, moderator, null)).isInstanceOf(SetSanction.Result.Done.class);
    }

    @ParameterizedTest
    @EnumSource
    void the_room_does_not_exist_for_whoever_is_not_in_it_administrators_too(Kind kind) {
        User admin = club.join(UserFixture.admin());
        User stranger = club.join(UserFixture.user());

        for (User outsider : List.of(admin, stranger)) {
            assertThat(club.setSanction.set(Club.as(outsider), room, kind, () -> {
                        throw new AssertionError("the request must not be read");
                    }))
                    .isEqualTo(refused(RoomVerdict.NOT_FOUND));
            assertThat(lift(outsider, kind, member)).isEqualTo(new LiftSanction.Result.Refused(RoomVerdict.NOT_FOUND));
        }
        assertThat(set(Actor.ANONYMOUS, room, kind, member.id(), null)).isEqualTo(new SetSanction.Result.NotSignedIn());
        assertThat(club.liftSanction.lift(Actor.ANONYMOUS, room, kind, member::id))
                .isEqualTo(new LiftSanction.Result.NotSignedIn());
    }

    @ParameterizedTest
    @EnumSource
    void direct_rooms_have_no_moderators(Kind kind) {
        RoomId direct = Chats.directRoom(club, owner, member);

        assertThat(set(Club.as(owner), direct, kind, member.id(), null)).isEqualTo(refused(RoomVerdict.DIRECT_ROOM));
        assertThat(club.liftSanction.lift(Club.as(owner), direct, kind, member::id))
                .isEqualTo(new LiftSanction.Result.Refused(RoomVerdict.DIRECT_ROOM));
    }

    @ParameterizedTest
    @EnumSource
    void unknown_and_inactive_users_are_not_found(Kind kind) {
        User inactive = club.join(UserFixture.user().inactive());
        UserId unknown = new UserId(UUID.randomUUID());

        assertThat(set(Club.as(owner), room, kind, unknown, null)).isEqualTo(new SetSanction.Result.UserNotFound());
        assertThat(set(owner, kind, inactive, null)).isEqualTo(new SetSanction.Result.UserNotFound());
        assertThat(club.liftSanction.lift(Club.as(owner), room, kind, () -> unknown))
                .isEqualTo(new LiftSanction.Result.UserNotFound());
        assertThat(lift(owner, kind, inactive)).isEqualTo(new LiftSanction.Result.Done());
    }

    @Test
    void each_act_is_recorded_once_with_who_whom_where_until_when_and_why() {
        set(moderator, Kind.MUTE, member, UNTIL);
        set(owner, Kind.MUTE, member, null);
        lift(moderator, Kind.MUTE, member);
        lift(moderator, Kind.MUTE, member);
        set(moderator, Kind.BAN, member, UNTIL);
        club.clock.set(UNTIL);
        lift(moderator, Kind.BAN, member);
        set(owner, Kind.BAN, member, null);
        lift(owner, Kind.BAN, member);
        Instant later = UNTIL.plusSeconds(60);
        set(owner, Kind.MUTE, member, later);
        lift(owner, Kind.MUTE, member);

        assertThat(club.moderationLog)
                .containsExactly(
                        entry(Act.MUTED, moderator, member, UNTIL, WHY),
                        entry(Act.MUTED, owner, member, null, WHY),
                        entry(Act.MUTE_LIFTED, moderator, member, null, WHY),
                        entry(Act.BANNED, moderator, member, UNTIL, WHY),
                        entry(Act.BANNED, owner, member, null, WHY),
                        entry(Act.BAN_LIFTED, owner, member, null, WHY),
                        entry(Act.MUTED, owner, member, later, WHY),
                        entry(Act.MUTE_LIFTED, owner, member, later, WHY));
    }

    @Test
    void a_deletion_by_another_is_recorded_and_one_s_own_is_not() {
        Message first = posted(say(room, member));
        Message second = posted(say(room, member));

        delete(first, moderator);
        delete(first, moderator);
        delete(second, member);

        assertThat(club.moderationLog)
                .containsExactly(new ModerationLog.Entry(
                        Act.MESSAGE_DELETED, moderator.id(), member.id(), room, first.id(), null, null));
    }

    private static Message posted(Outcome outcome) {
        return ((RoomChange.Posted) ((Outcome.Stored) outcome).change()).message();
    }

    private void delete(Message message, User by) {
        club.changeMessages.change(List.of(new ChangeMessages.Delete(Actor.SignedIn.of(by), room, message.id(), null)));
    }
}
