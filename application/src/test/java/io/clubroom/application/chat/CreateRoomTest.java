package io.clubroom.application.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.clubroom.application.Club;
import io.clubroom.application.chat.CreateRoom.Command;
import io.clubroom.application.chat.CreateRoom.Result;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomCreators;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomMembers.Member;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.user.UserFixture;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CreateRoomTest {
    private static final NewRoom CELLAR = NewRoom.publicRoom("cellar", "The cellar");

    private final Club club = new Club();
    private final User admin = club.join(UserFixture.admin());
    private final User trainer = club.join(UserFixture.user().role(Role.TRAINER));
    private final User client = club.join(UserFixture.user());

    private Result create(User user, CreateRoom.Request request) {
        return club.createRoom.create(Club.as(user), request);
    }

    private static DescribedRoom created(Result result) {
        return ((Result.Created) result).room();
    }

    private List<Member> members(RoomId room) {
        return club.roomMembers.list(room, null, 100);
    }

    @Test
    void returns_the_stored_room_of_which_the_maker_is_the_owner() {
        Room expected = new Room(new RoomId("cellar"), new RoomName("The cellar"), Club.NOW);

        DescribedRoom made = created(create(admin, CELLAR));

        assertThat(made.summary().room()).isEqualTo(expected);
        assertThat(made.summary().memberCount()).isEqualTo(3);
        assertThat(made.summary().reached()).isEqualTo(new Rooms.Reached(Club.NOW, 0, 0));
        assertThat(made.lastMessage()).isNull();
        assertThat(club.publicRooms()).containsExactly(expected);
        assertThat(members(expected.id()))
                .extracting(member -> member.user().id(), Member::role)
                .containsExactly(tuple(admin.id(), RoomRole.OWNER));
    }

    @Test
    void a_private_room_has_a_random_id_and_its_members() {
        DescribedRoom made = created(create(trainer, NewRoom.privateRoom("Yoga", client, client, trainer)));
        DescribedRoom other = created(create(trainer, NewRoom.privateRoom("Yoga")));

        Room room = made.summary().room();
        assertThat(room.kind()).isEqualTo(RoomKind.PRIVATE);
        assertThat(UUID.fromString(room.id().value().substring(2)).version()).isEqualTo(4);
        assertThat(room.id().value()).startsWith("_.");
        assertThat(other.summary().room().id()).isNotEqualTo(room.id());
        assertThat(made.summary().memberCount()).isEqualTo(2);
        assertThat(members(room.id()))
                .extracting(member -> member.user().id() + " " + member.role().text() + " " + member.joinedAt())
                .containsExactlyInAnyOrder(trainer.id() + " owner " + Club.NOW, client.id() + " member " + Club.NOW);
    }

    @Test
    void does_not_change_an_existing_room_with_this_id() {
        create(admin, CELLAR);

        assertThat(create(admin, NewRoom.publicRoom("cellar", "Another"))).isEqualTo(new Result.Taken());

        assertThat(club.publicRooms()).extracting(Room::name).containsExactly(new RoomName("The cellar"));
    }

    @Test
    void only_administrators_create_public_rooms() {
        assertThat(create(trainer, CELLAR)).isEqualTo(new Result.NotAllowed());
        assertThat(create(client, CELLAR)).isEqualTo(new Result.NotAllowed());
        assertThat(club.createRoom.create(Actor.ANONYMOUS, CELLAR)).isEqualTo(new Result.NotAllowed());
        assertThat(club.publicRooms()).isEmpty();
    }

    @Test
    void administrators_and_trainers_create_private_rooms() {
        NewRoom yoga = NewRoom.privateRoom("Yoga");

        assertThat(create(admin, yoga)).isInstanceOf(Result.Created.class);
        assertThat(create(trainer, yoga)).isInstanceOf(Result.Created.class);
        assertThat(create(client, yoga)).isEqualTo(new Result.NotAllowed());
        assertThat(club.createRoom.create(Actor.ANONYMOUS, yoga)).isEqualTo(new Result.NotAllowed());
    }

    @ParameterizedTest
    @EnumSource
    void the_roles_that_create_private_rooms_are_a_setting(Role role) {
        CreateRoom create = club.createRoom(new RoomCreators(Set.of(role)));
        NewRoom yoga = NewRoom.privateRoom("Yoga");

        for (User user : List.of(admin, trainer, client)) {
            assertThat(create.create(Club.as(user), yoga) instanceof Result.Created)
                    .as(user.role().text())
                    .isEqualTo(user.role() == role);
        }
    }

    @Test
    void an_unknown_or_inactive_member_is_named_and_nothing_is_stored() {
        User gone = club.join(UserFixture.user().inactive());
        UserId unknown = UserFixture.user().build().id();

        assertThat(create(trainer, NewRoom.privateRoom("Yoga", client, gone)))
                .isEqualTo(new Result.UnknownMember(gone.id()));
        assertThat(create(
                        trainer,
                        new NewRoom(RoomKind.PRIVATE, new Command(null, RoomName.of("Yoga"), List.of(unknown)))))
                .isEqualTo(new Result.UnknownMember(unknown));

        assertThat(club.visibleRooms.list((Actor.SignedIn) Club.as(trainer), null, null, 10))
                .isEmpty();
    }

    private record Invalid(RoomKind kind) implements CreateRoom.Request {
        @Override
        public Command command() {
            throw new InvalidValue("name", "is invalid");
        }
    }

    @Test
    void reports_invalid_input_only_to_those_who_may_create_such_a_room() {
        assertThat(create(client, new Invalid(RoomKind.PRIVATE))).isEqualTo(new Result.NotAllowed());
        assertThat(create(trainer, new Invalid(RoomKind.PUBLIC))).isEqualTo(new Result.NotAllowed());
        assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> create(trainer, new Invalid(RoomKind.PRIVATE)));
        assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> create(admin, new Invalid(RoomKind.PUBLIC)));
    }

    @Test
    void exactly_one_of_8_concurrent_creations_succeeds() {
        List<Result> results = Race.of(8, _ -> create(admin, CELLAR));

        assertThat(results).filteredOn(Result.Created.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(new Result.Taken()::equals).hasSize(7);
    }
}
