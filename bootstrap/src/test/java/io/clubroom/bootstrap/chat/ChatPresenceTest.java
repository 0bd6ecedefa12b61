package io.clubroom.bootstrap.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.chat.connection.ConnectedUsers;
import io.clubroom.domain.chat.Absences.Absence;
import io.clubroom.domain.user.User;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.chat.InMemoryAbsences;
import io.clubroom.memory.chat.InMemoryRooms;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.TestClock;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChatPresenceTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryAbsences absences = new InMemoryAbsences(new InMemoryRooms(transactions), users);
    private final ConnectedUsers here = new ConnectedUsers();
    private final ChatPresence presence = new ChatPresence(here, absences, clock);
    private final ChatPresence otherNode = new ChatPresence(new ConnectedUsers(), absences, clock);
    private final User john = UserFixture.user().build();

    ChatPresenceTest() {
        users.add(john);
    }

    private void connect() {
        here.admit(john.id(), 10);
        presence.report();
        assertThat(absences.find(john.id())).isEmpty();
    }

    private Optional<Instant> absentSince() {
        return absences.find(john.id()).map(Absence::since);
    }

    @Test
    void a_user_is_absent_when_the_last_connection_is_closed() {
        connect();
        here.admit(john.id(), 10);
        clock.advance(Duration.ofSeconds(1));
        here.release(john.id());
        presence.report();
        assertThat(absences.find(john.id())).isEmpty();

        here.release(john.id());
        presence.report();

        assertThat(absentSince()).contains(clock.instant());
    }

    @Test
    void connections_to_a_node_end_when_it_was_not_heard_for_some_time() {
        connect();
        for (Duration passed = Duration.ZERO;
                passed.compareTo(ChatPresence.TIMEOUT) <= 0;
                passed = passed.plusSeconds(20)) {
            clock.advance(Duration.ofSeconds(20));
            presence.report();
            otherNode.expire();
        }
        assertThat(absences.find(john.id())).as("while the node runs").isEmpty();
        Instant last = clock.instant();

        clock.advance(ChatPresence.TIMEOUT.plusSeconds(1));
        otherNode.expire();

        assertThat(absentSince()).contains(last);
    }

    @Test
    void a_node_that_others_took_for_crashed_tells_all_its_users_again() {
        connect();
        clock.advance(ChatPresence.TIMEOUT.plusSeconds(1));
        otherNode.expire();

        presence.report();
        presence.report();

        assertThat(absences.find(john.id())).isEmpty();
    }

    @Test
    void connections_end_with_the_node() {
        connect();
        clock.advance(Duration.ofSeconds(1));

        presence.stop();
        presence.report();

        assertThat(absentSince()).contains(clock.instant());
    }
}
