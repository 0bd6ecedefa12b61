package io.clubroom.memory.chat;

import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.search.MessageSearch;
import io.clubroom.domain.chat.search.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Searches by comparing every message. */
public final class InMemoryMessageSearch implements MessageSearch {
    private final InMemoryVisibleRooms rooms;
    private final Messages messages;

    public InMemoryMessageSearch(InMemoryVisibleRooms rooms, InMemoryMessages messages) {
        this.rooms = rooms;
        this.messages = messages;
    }

    @Override
    public Page find(Query query) {
        List<Hit> hits = new ArrayList<>();
        for (Room room : rooms.readable(query.reader())) {
            for (Message message : messages.newest(room.id(), 0, Long.MAX_VALUE, Integer.MAX_VALUE)) {
                Place place = new Place(message.createdAt(), message.id());
                if (isWanted(message, query) && (query.below() == null || place.compareTo(query.below()) < 0)) {
                    hits.add(new Hit(room, message.seq(), place));
                }
            }
        }
        hits.sort(Comparator.comparing(Hit::place).reversed());
        if (hits.size() <= query.limit()) {
            return new Page(hits, null);
        }
        List<Hit> page = List.copyOf(hits.subList(0, query.limit()));
        return new Page(page, page.getLast().place());
    }

    private static boolean isWanted(Message message, Query query) {
        return (query.room() == null || query.room().equals(message.room()))
                && (query.author() == null
                        || (message.author() != null
                                && query.author().equals(message.author().id())))
                && (query.after() == null || !message.createdAt().isBefore(query.after()))
                && (query.before() == null || message.createdAt().isBefore(query.before()))
                && query.words().areIn(message.text().value());
    }
}
