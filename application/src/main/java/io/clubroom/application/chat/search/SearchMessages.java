package io.clubroom.application.chat.search;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomStandings;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.chat.search.MessageSearch;
import io.clubroom.domain.chat.search.Place;
import io.clubroom.domain.chat.search.SearchWords;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds messages by the words in their texts, newest first, in the rooms that the actor may read. */
public final class SearchMessages {
    /** As {@link MessageSearch.Query}. */
    public record Query(
            SearchWords words,
            @Nullable RoomId room,
            @Nullable UserId author,
            @Nullable Instant after,
            @Nullable Instant before,
            @Nullable Place below,
            int limit) {}

    /**
     * A message found, with its neighbours in the room.
     *
     * @param before the message before it, null if it is the first
     * @param after the message after it, null if it is the last
     */
    public record Found(
            Room room,
            Message message,
            @Nullable Message before,
            @Nullable Message after) {}

    public sealed interface Result {
        /** @param next {@link Query#below()} of the next page, null if this is the last page */
        record Page(List<Found> found, @Nullable Place next) implements Result {}

        record NotSignedIn() implements Result {}

        record RoomNotFound() implements Result {}
    }

    private final RoomStandings standings;
    private final Messages messages;
    private final MessageSearch search;

    public SearchMessages(RoomStandings standings, Messages messages, MessageSearch search) {
        this.standings = standings;
        this.messages = messages;
        this.search = search;
    }

    public Result search(Actor actor, Query query) {
        if (!(actor instanceof Actor.SignedIn reader)) {
            return new Result.NotSignedIn();
        }
        RoomId room = query.room();
        if (room != null && !RoomAccess.mayRead(standings.of(reader, room))) {
            return new Result.RoomNotFound();
        }
        MessageSearch.Page page = search.find(new MessageSearch.Query(
                reader.id(),
                query.words(),
                room,
                query.author(),
                query.after(),
                query.before(),
                query.below(),
                query.limit()));
        Map<Rooms.Place, Message> read = read(page.hits());
        return new Result.Page(
                page.hits().stream()
                        .map(hit -> found(hit, read, query.words()))
                        .flatMap(Optional::stream)
                        .toList(),
                page.next());
    }

    /** Reads the current state of the messages found and of their neighbours. */
    private Map<Rooms.Place, Message> read(List<MessageSearch.Hit> hits) {
        Set<Rooms.Place> places = hits.stream()
                .flatMap(hit -> Stream.of(place(hit, -1), place(hit, 0), place(hit, 1)))
                .collect(toSet());
        return messages.at(places).stream()
                .collect(toMap(message -> new Rooms.Place(message.room(), message.seq()), Function.identity()));
    }

    private static Rooms.Place place(MessageSearch.Hit hit, int distance) {
        return new Rooms.Place(hit.room().id(), hit.seq() + distance);
    }

    /** Returns empty if the message was changed or removed after the search and no longer matches. */
    private static Optional<Found> found(MessageSearch.Hit hit, Map<Rooms.Place, Message> read, SearchWords words) {
        Message message = read.get(place(hit, 0));
        return message == null
                        || !message.id().equals(hit.place().id())
                        || !words.areIn(message.text().value())
                ? Optional.empty()
                : Optional.of(new Found(hit.room(), message, read.get(place(hit, -1)), read.get(place(hit, 1))));
    }
}
