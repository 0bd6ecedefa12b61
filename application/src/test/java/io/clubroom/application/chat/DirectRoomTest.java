package io.clubroom.application.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.clubroom.application.Club;
import io.clubroom.application.chat.OpenDirectRoom.Command;
import io.clubroom.application.chat.OpenDirectRoom.Result;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.ChangeRefusal;
import io.clubroom.domain.chat.DirectoryScope;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomMembers.Member;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.chat.UserBlocks.Block;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.user.UserFixture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Direct rooms, blocks and the directory. */
class DirectRoomTest {
    private final Club club = new Club();
    private final User maria = club.join(UserFixture.user().username("maria").fullName("Maria"));
    private final User tom = club.join(UserFixture.user().username("tom").fullName("Tom"));
    private final User zoe = club.join(UserFixture.user().username("zoe").fullName("Zoe"));

    private Result open(User opener, UserId... others) {
        return club.openDirectRoom.open(Club.as(opener), new Command(List.of(others)));
    }

    private static RoomId id(Result result) {
        DescribedRoom room = switch (result) {
            case Result.Opened(DescribedRoom opened) -> opened;
            case Result.Found(DescribedRoom found) -> found;
            default -> throw new AssertionError(result);
        };
        return room.summary().room().id();
    }

    private void block(User blocker, User blocked) {
        assertThat(club.blockUser.block(Club.as(blocker), blocked.id())).isEqualTo(new BlockUser.Result.Blocked());
    }

    private void deactivate(User user) {
        club.users.update(user.with(UserChange.NOTHING.withActive(false)));
    }

    @Test
    void there_is_one_room_for_each_set_of_people() {
        Result opened = open(maria, tom.id());

        assertThat(opened).isInstanceOf(Result.Opened.class);
        RoomId room = id(opened);
        assertThat(open(tom, maria.id()))
                .isInstanceOf(Result.Found.class)
                .extracting(DirectRoomTest::id)
                .isEqualTo(room);
        assertThat(id(open(maria, tom.id(), maria.id(), tom.id()))).isEqualTo(room);
        RoomId three = id(open(maria, tom.id(), zoe.id()));
        assertThat(three).isNotEqualTo(room);
        assertThat(id(open(zoe, maria.id(), tom.id()))).isEqualTo(three);
        assertThat(club.roomMembers.list(three, null, 10))
                .extracting(Member::role)
                .containsExactly(RoomRole.MEMBER, RoomRole.MEMBER, RoomRole.MEMBER);
        assertThat(((Result.Opened) opened).room().summary().room().kind()).isEqualTo(RoomKind.DIRECT);
        assertThat(((Result.Opened) opened).room().summary().room().name().value())
                .isEqualTo("Tom");
    }

    @Test
    void it_has_two_to_ten_people() {
        UserId[] nine = Stream.generate(() -> club.join(UserFixture.user()).id())
                .limit(9)
                .toArray(UserId[]::new);
        UserId[] ten = Stream.concat(Arrays.stream(nine), Stream.of(tom.id())).toArray(UserId[]::new);

        assertThat(open(maria, nine)).isInstanceOf(Result.Opened.class);
        assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> open(maria, ten));
        assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> open(maria));
        assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> open(maria, maria.id()));
        assertThat(club.openDirectRoom.open(Actor.ANONYMOUS, new Command(List.of(tom.id()))))
                .isEqualTo(new Result.NotSignedIn());
    }

    @Test
    void whoever_is_unknown_inactive_or_has_blocked_the_actor_is_not_reachable() {
        User inactive = club.join(UserFixture.user().inactive());
        block(tom, maria);

        for (UserId other : List.of(UserFixture.user().build().id(), inactive.id(), tom.id())) {
            assertThat(open(maria, other)).isEqualTo(new Result.NotReachable());
        }
        assertThat(open(tom, maria.id())).isEqualTo(new Result.UserBlocked());
        // Blocks do not matter among more than two.
        assertThat(open(maria, tom.id(), zoe.id())).isInstanceOf(Result.Opened.class);
        assertThat(open(maria, zoe.id(), inactive.id())).isEqualTo(new Result.NotReachable());
    }

    @Test
    void a_room_that_is_there_is_not_opened_again_for_the_blocked() {
        RoomId room = id(open(maria, tom.id()));
        block(tom, maria);

        assertThat(open(maria, tom.id())).isEqualTo(new Result.NotReachable());
        assertThat(open(tom, maria.id())).isEqualTo(new Result.UserBlocked());
        assertThat(club.getRoom.get(Club.as(maria), room)).isInstanceOf(GetRoom.Result.Found.class);
        club.unblockUser.unblock(Club.as(tom), maria.id());
        assertThat(id(open(maria, tom.id()))).isEqualTo(room);
    }

    @Test
    void exactly_one_of_8_rooms_of_the_same_people_is_new() {
        List<Result> results = Race.of(8, i -> i % 2 == 0 ? open(maria, tom.id()) : open(tom, maria.id()));

        assertThat(results).filteredOn(Result.Opened.class::isInstance).hasSize(1);
        assertThat(results).extracting(DirectRoomTest::id).containsOnly(id(results.getFirst()));
    }

    private @Nullable ChangeRefusal refusal(User sender, RoomId room) {
        return Chats.post(club, Chats.post(sender, room.value(), "Hello", null)).getFirst()
                        instanceof Outcome.Refused refused
                ? refused.refusal()
                : null;
    }

    @Test
    void blocks_keep_two_people_from_writing_to_each_other() {
        RoomId two = id(open(maria, tom.id()));
        RoomId three = id(open(maria, tom.id(), zoe.id()));
        block(tom, maria);

        assertThat(refusal(maria, two)).isEqualTo(ChangeRefusal.NOT_REACHABLE);
        assertThat(refusal(tom, two)).isEqualTo(ChangeRefusal.USER_BLOCKED);
        assertThat(refusal(maria, three)).isNull();
        assertThat(refusal(tom, three)).isNull();
        club.unblockUser.unblock(Club.as(tom), maria.id());
        assertThat(refusal(maria, two)).isNull();
    }

    @Test
    void whoever_is_left_alone_does_not_write() {
        RoomId three = id(open(maria, tom.id(), zoe.id()));

        deactivate(tom);
        assertThat(refusal(maria, three)).isNull();
        club.users.remove(zoe.id());
        assertThat(refusal(maria, three)).isEqualTo(ChangeRefusal.NOT_REACHABLE);
    }

    // Blocks

    @Test
    void blocks_are_listed_and_end() {
        block(maria, tom);
        block(maria, tom);
        assertThat(club.blockUser.block(
                        Club.as(maria), UserFixture.user().build().id()))
                .isEqualTo(new BlockUser.Result.Blocked());

        assertThat(club.listBlocks.list(Club.as(maria), new ListBlocks.Query(null, 10)))
                .isEqualTo(new ListBlocks.Result.Page(List.of(new Block(Participant.of(tom), Club.NOW)), false));
        assertThat(club.listBlocks.list(Club.as(tom), new ListBlocks.Query(null, 10)))
                .isEqualTo(new ListBlocks.Result.Page(List.of(), false));
        for (UserId user :
                List.of(tom.id(), tom.id(), UserFixture.user().build().id())) {
            assertThat(club.unblockUser.unblock(Club.as(maria), user)).isEqualTo(new UnblockUser.Result.Unblocked());
        }
        assertThat(club.userBlocks.exists(maria.id(), tom.id())).isFalse();
    }

    @Test
    void nobody_blocks_themselves_or_without_signing_in() {
        assertThat(club.blockUser.block(Club.as(maria), maria.id())).isEqualTo(new BlockUser.Result.Oneself());
        assertThat(club.unblockUser.unblock(Club.as(maria), maria.id())).isEqualTo(new UnblockUser.Result.Oneself());
        assertThat(club.blockUser.block(Actor.ANONYMOUS, tom.id())).isEqualTo(new BlockUser.Result.NotSignedIn());
        assertThat(club.unblockUser.unblock(Actor.ANONYMOUS, tom.id())).isEqualTo(new UnblockUser.Result.NotSignedIn());
        assertThat(club.listBlocks.list(Actor.ANONYMOUS, new ListBlocks.Query(null, 10)))
                .isEqualTo(new ListBlocks.Result.NotSignedIn());
    }

    // The directory

    private List<Participant> find(DirectoryScope scope, @Nullable String text) {
        List<Participant> found = new ArrayList<>();
        FindPeople.Query query = new FindPeople.Query(text, null, 2);
        while (true) {
            FindPeople.Query next = query;
            FindPeople.Result.Page page =
                    (FindPeople.Result.Page) club.findPeople(scope).find(Club.as(maria), () -> next);
            found.addAll(page.people());
            if (page.next() == null) {
                return found;
            }
            query = new FindPeople.Query(text, page.next(), 2);
        }
    }

    private static List<Participant> people(User... users) {
        return Arrays.stream(users).map(Participant::of).toList();
    }

    @Test
    void everybody_finds_active_people_whom_they_have_not_met() {
        User gone = club.join(UserFixture.user().fullName("Tom Gone").inactive());
        block(tom, maria);

        assertThat(find(DirectoryScope.ALL, "tom")).isEqualTo(people(tom));
        assertThat(find(DirectoryScope.ALL, null))
                .isEqualTo(people(maria, tom, zoe))
                .doesNotContain(Participant.of(gone));
    }

    @Test
    void the_directory_may_be_limited_to_those_who_share_a_room() {
        assertThat(find(DirectoryScope.SHARED_ROOMS, null)).isEmpty();
        open(maria, tom.id());

        assertThat(find(DirectoryScope.SHARED_ROOMS, null)).isEqualTo(people(maria, tom));
        assertThat(find(DirectoryScope.SHARED_ROOMS, "zo")).isEmpty();
    }

    @Test
    void the_directory_may_be_off_whatever_is_asked() {
        assertThat(club.findPeople(DirectoryScope.OFF).find(Club.as(maria), () -> {
                    throw new InvalidValue("q", "is invalid");
                }))
                .isEqualTo(new FindPeople.Result.Off());
        assertThat(club.findPeople(DirectoryScope.ALL).find(Actor.ANONYMOUS, () -> new FindPeople.Query(null, null, 1)))
                .isEqualTo(new FindPeople.Result.NotSignedIn());
    }
}
