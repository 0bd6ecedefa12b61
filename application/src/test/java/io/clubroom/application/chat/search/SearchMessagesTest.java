package io.clubroom.application.chat.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.chat.search.SearchMessages.Found;
import io.clubroom.application.chat.search.SearchMessages.Query;
import io.clubroom.application.chat.search.SearchMessages.Result;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.ChangeDraft;
import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.EditWindow;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.search.MessageSearch;
import io.clubroom.domain.chat.search.SearchWords;
import io.clubroom.domain.user.User;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.chat.InMemoryMessageSearch;
import io.clubroom.memory.chat.InMemoryMessages;
import io.clubroom.memory.chat.InMemoryRooms;
import io.clubroom.memory.chat.InMemoryVisibleRooms;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.chat.RoomsContract;
import io.clubroom.testkit.user.UserFixture;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SearchMessagesTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryRooms rooms = new InMemoryRooms(transactions);
    private final InMemoryMessages messages = new InMemoryMessages(rooms, users);
    private final MessageSearch search = new InMemoryMessageSearch(new InMemoryVisibleRooms(rooms, users), messages);
    private final Room room = RoomsContract.newRoom();
    private final User john = UserFixture.user().build();

    /** What happens after the search and before the messages are read. */
    private Runnable meanwhile = () -> {};

    private final SearchMessages searchMessages = new SearchMessages(rooms, messages, query -> {
        MessageSearch.Page page = search.find(query);
        meanwhile.run();
        return page;
    });

    SearchMessagesTest() {
        users.add(john);
        rooms.add(room);
    }

    private RoomChange append(ChangeDraft draft) {
        return ((Outcome.Stored) messages.append(List.of(draft)).getFirst()).change();
    }

    private Message say(String text) {
        return ((RoomChange.Posted) append(new Draft(
                        new MessageId(UUID.randomUUID()), room.id(), john.id(), 0, new MessageText(text), null, NOON)))
                .message();
    }

    private void edit(Message message, String text) {
        append(new ChangeDraft.Edit(
                room.id(), message.id(), john.id(), 0, new MessageText(text), EditWindow.DEFAULT, null, NOON));
    }

    private List<Found> found(String words) {
        Query query = new Query(SearchWords.of(words), null, null, null, null, null, 10);
        return ((Result.Page) searchMessages.search(Actor.SignedIn.of(john), query)).found();
    }

    @Test
    void shows_messages_as_they_are_when_they_are_read() {
        Message message = say("hello 1");
        meanwhile = () -> edit(message, "hello 2");

        assertThat(found("hello"))
                .extracting(found -> found.message().text().value())
                .containsExactly("hello 2");
    }

    @Test
    void leaves_out_messages_that_have_other_texts_since_the_search() {
        Message edited = say("hello 1");
        Message deleted = say("hello 2");
        Message kept = say("hello 3");
        meanwhile = () -> {
            edit(edited, "nothing");
            append(new ChangeDraft.Deletion(room.id(), deleted.id(), john.id(), 0, null, NOON));
        };

        assertThat(found("hello")).extracting(found -> found.message().id()).containsExactly(kept.id());
    }

    @Test
    void leaves_out_messages_of_a_room_that_was_created_again_since_the_search() {
        say("hello 1");
        meanwhile = () -> {
            rooms.remove(room.id());
            rooms.add(room);
            say("hello 2");
        };

        assertThat(found("hello")).isEmpty();
    }

    @Test
    void only_those_who_are_signed_in_may_search() {
        Query query = new Query(SearchWords.of("hello"), new RoomId("none"), null, null, null, null, 10);

        assertThat(searchMessages.search(new Actor.Anonymous(), query)).isEqualTo(new Result.NotSignedIn());
        assertThat(searchMessages.search(Actor.SignedIn.of(john), query)).isEqualTo(new Result.RoomNotFound());
    }
}
