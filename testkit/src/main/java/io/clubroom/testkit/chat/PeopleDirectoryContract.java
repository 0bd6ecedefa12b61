package io.clubroom.testkit.chat;

import static io.clubroom.testkit.user.UserFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.PeopleDirectory;
import io.clubroom.domain.chat.PeopleDirectory.Position;
import io.clubroom.domain.chat.PeopleDirectory.Query;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import io.clubroom.testkit.user.UserFixture;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of {@link PeopleDirectory}. There are no users but those of the test. */
public interface PeopleDirectoryContract {
    PeopleDirectory directory();

    Rooms rooms();

    RoomMembers members();

    Users users();

    private User stored(UserFixture fixture) {
        User user = fixture.build();
        users().add(user);
        return user;
    }

    private User named(String username, String fullName) {
        return stored(user().username(username).fullName(fullName).email("x" + UUID.randomUUID() + "@club.test"));
    }

    private List<Participant> find(@Nullable String text) {
        return directory().list(new Query(text, null), null, 100);
    }

    private static List<Participant> people(User... users) {
        return Arrays.stream(users).map(Participant::of).toList();
    }

    @Test
    default void finds_people_by_a_part_of_a_name_in_any_case() {
        User maria = named("maria_1", "María Ñandú");
        User tom = named("tom.100%", "Tom Underscore");

        assertThat(find(null)).isEqualTo(people(maria, tom));
        assertThat(find("ÑANDÚ")).isEqualTo(people(maria));
        assertThat(find("RIA")).isEqualTo(people(maria));
        assertThat(find("under")).isEqualTo(people(tom));
        for (String literal : List.of("a_1", "100%", "_1", "0%", "%", "_")) {
            assertThat(find(literal)).as(literal).isEqualTo(literal.contains("%") ? people(tom) : people(maria));
        }
        assertThat(find("\\")).isEmpty();
        assertThat(find("ñ")).isEqualTo(people(maria));
        assertThat(find("nobody")).isEmpty();
        assertThat(find("\0")).isEmpty();
    }

    @Test
    default void never_finds_people_by_their_addresses() {
        stored(user().username("anna").fullName("Anna").email("qq@zz.test"));

        for (String text : List.of("q", "qq", "qq@", "zz.test", "@")) {
            assertThat(find(text)).as(text).isEmpty();
        }
    }

    @Test
    default void finds_active_people_only() {
        stored(user().fullName("Gone").inactive());
        User here = stored(user().fullName("Here").avatar("7d2c5cc1-3d2c-4b6b-9c3f-0c9b2f1d8a11"));

        assertThat(find(null)).isEqualTo(people(here));
    }

    @Test
    default void pages_people_by_their_names() {
        User b = named("user_b", "bert");
        User a = named("user_a", "Anna");
        User z = named("user_z", "Zoe");
        User same = named("user_same", "BERT");
        List<Participant> all = find("user");

        List<Participant> first = directory().list(new Query("user", null), null, 2);
        List<Participant> second = directory().list(new Query("user", null), Position.of(first.getLast()), 2);

        assertThat(all)
                .startsWith(Participant.of(a))
                .endsWith(Participant.of(z))
                .contains(Participant.of(b), Participant.of(same));
        assertThat(first).isEqualTo(all.subList(0, 2));
        assertThat(second).isEqualTo(all.subList(2, 4));
    }

    @Test
    default void finds_those_who_share_a_room() {
        User reader = named("reader", "Reader");
        User mate = named("mate", "Mate");
        User friend = named("friend", "Friend");
        User stranger = named("stranger", "Stranger");
        add(RoomKind.PRIVATE, reader, mate);
        add(RoomKind.DIRECT, reader, friend);
        add(RoomKind.PRIVATE, mate, stranger);
        add(RoomKind.PUBLIC, reader, stranger);

        assertThat(directory().list(new Query(null, reader.id()), null, 100)).isEqualTo(people(friend, mate, reader));
        assertThat(directory().list(new Query("stra", reader.id()), null, 100)).isEmpty();
        assertThat(directory().list(new Query("FRI", reader.id()), null, 100)).isEqualTo(people(friend));
        assertThat(directory().list(new Query(null, stranger.id()), null, 100)).isEqualTo(people(mate, stranger));
    }

    private void add(RoomKind kind, User... people) {
        Room room = new Room(
                new RoomId("room-" + UUID.randomUUID()), new RoomName("A room"), kind, RoomMembersContract.JOINED);
        rooms().add(room);
        members()
                .add(
                        room.id(),
                        Arrays.stream(people).map(User::id).toList(),
                        RoomRole.MODERATOR,
                        RoomMembersContract.JOINED);
    }
}
