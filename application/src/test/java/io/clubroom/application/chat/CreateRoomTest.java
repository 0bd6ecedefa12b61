package io.clubroom.application.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.clubroom.application.Club;
import io.clubroom.application.chat.CreateRoom.Result;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.user.UserFixture;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CreateRoomTest {
    private static final RoomId CELLAR = RoomId.of("cellar");
    private static final RoomName NAME = RoomName.of("The cellar");

    private final Club club = new Club();
    private final User admin = club.join(UserFixture.admin());

    private Result create(Actor actor, RoomName name) {
        return club.createRoom.create(actor, () -> new CreateRoom.Command(CELLAR, name));
    }

    @Test
    void returns_the_stored_room() {
        Room expected = new Room(CELLAR, NAME, Club.NOW);

        assertThat(create(Club.as(admin), NAME)).isEqualTo(new Result.Created(expected));

        assertThat(club.rooms.list(null, 10)).containsExactly(expected);
    }

    @Test
    void does_not_change_an_existing_room_with_this_id() {
        create(Club.as(admin), NAME);

        assertThat(create(Club.as(admin), RoomName.of("Another"))).isEqualTo(new Result.Taken());

        assertThat(club.rooms.list(null, 10)).extracting(Room::name).containsExactly(NAME);
    }

    @ParameterizedTest
    @EnumSource(names = {"CLIENT", "TRAINER"})
    void is_for_administrators_only(Role role) {
        User somebody = club.join(UserFixture.user().role(role));

        assertThat(create(Club.as(somebody), NAME)).isEqualTo(new Result.NotAllowed());
        assertThat(create(Actor.ANONYMOUS, NAME)).isEqualTo(new Result.NotAllowed());
        assertThat(club.rooms.list(null, 10)).isEmpty();
    }

    @Test
    void reports_invalid_input_to_administrators_only() {
        Supplier<CreateRoom.Command> wrong = () -> new CreateRoom.Command(RoomId.of("no room"), NAME);
        User somebody = club.join(UserFixture.user());

        assertThat(club.createRoom.create(Club.as(somebody), wrong)).isEqualTo(new Result.NotAllowed());
        assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> club.createRoom.create(Club.as(admin), wrong));
    }

    @Test
    void exactly_one_of_8_concurrent_creations_succeeds() {
        List<Result> results = Race.of(8, _ -> create(Club.as(admin), NAME));

        assertThat(results).filteredOn(Result.Created.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(new Result.Taken()::equals).hasSize(7);
    }
}
