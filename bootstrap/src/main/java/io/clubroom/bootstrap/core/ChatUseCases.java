package io.clubroom.bootstrap.core;

import io.clubroom.application.chat.CreateRoom;
import io.clubroom.application.chat.DeleteRoom;
import io.clubroom.application.chat.EnterRoom;
import io.clubroom.application.chat.FollowRooms;
import io.clubroom.application.chat.ListRooms;
import io.clubroom.application.chat.PostMessages;
import io.clubroom.application.chat.ReadHistory;
import io.clubroom.chat.upgrade.ErrorResponseFactory;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.memory.chat.InMemoryRoomRelay;
import io.clubroom.web.error.ErrorResponses;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.InstantSource;

@Factory
final class ChatUseCases {
    @Singleton
    ListRooms listRooms(Rooms rooms) {
        return new ListRooms(rooms);
    }

    @Singleton
    CreateRoom createRoom(Transactions transactions, Rooms rooms, InstantSource clock) {
        return new CreateRoom(transactions, rooms, clock);
    }

    @Singleton
    DeleteRoom deleteRoom(Transactions transactions, Rooms rooms, RoomRelay relay) {
        return new DeleteRoom(transactions, rooms, relay);
    }

    @Singleton
    ReadHistory readHistory(Rooms rooms, Messages messages) {
        return new ReadHistory(rooms, messages);
    }

    @Singleton
    PostMessages postMessages(Messages messages, InstantSource clock) {
        return new PostMessages(messages, clock, new TimeOrderedIds(clock));
    }

    @Singleton
    EnterRoom enterRoom(Rooms rooms) {
        return new EnterRoom(rooms);
    }

    @Singleton
    FollowRooms followRooms(Rooms rooms, Messages messages) {
        return new FollowRooms(rooms, messages);
    }

    /** The chat rejects upgrade requests in the common error format. */
    @Singleton
    ErrorResponseFactory chatErrors(ErrorResponses errors) {
        return errors::of;
    }

    /** Without a database that servers share, there are no other nodes to relay to. */
    @Singleton
    @Requires(property = "clubroom.chat.relay", notEquals = "postgres")
    RoomRelay relay(Transactions transactions) {
        return new InMemoryRoomRelay(new InMemoryRoomRelay.Network(), transactions);
    }
}
