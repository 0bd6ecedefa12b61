package io.clubroom.chat.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.chat.Absences.Change;
import io.clubroom.domain.user.UserId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConnectedUsersTest {
    private final ConnectedUsers users = new ConnectedUsers();
    private final UserId john = new UserId(UUID.randomUUID());
    private final UserId mary = new UserId(UUID.randomUUID());

    @Test
    void tells_of_the_first_connection_and_of_the_end_of_the_last_one() {
        users.admit(john, 2);
        assertThat(users.takeChanges(10)).containsExactly(new Change(john, true, true));

        users.admit(john, 2);
        users.release(john);
        assertThat(users.takeChanges(10)).isEmpty();

        users.release(john);
        assertThat(users.takeChanges(10)).containsExactly(new Change(john, false, false));
        assertThat(users.takeChanges(10)).isEmpty();
    }

    @Test
    void tells_of_a_connection_that_is_closed_again() {
        users.admit(john, 1);
        users.release(john);

        assertThat(users.takeChanges(10)).containsExactly(new Change(john, false, true));
    }

    @Test
    void refuses_a_connection_too_many() {
        assertThat(users.admit(john, 1)).isTrue();
        assertThat(users.admit(john, 1)).isFalse();
        users.release(john);
        assertThat(users.admit(john, 1)).isTrue();
    }

    @Test
    void tells_again_of_what_could_not_be_stored() {
        users.admit(john, 1);
        List<Change> taken = users.takeChanges(10);
        users.release(john);

        users.putBack(taken);

        assertThat(users.takeChanges(10)).containsExactly(new Change(john, false, true));
    }

    @Test
    void tells_of_all_who_are_connected() {
        users.admit(john, 1);
        users.admit(mary, 1);
        assertThat(users.takeChanges(1)).hasSize(1);
        assertThat(users.takeChanges(10)).hasSize(1);

        users.putBackAll();

        assertThat(users.takeChanges(10))
                .containsExactlyInAnyOrder(new Change(john, true, true), new Change(mary, true, true));
    }
}
