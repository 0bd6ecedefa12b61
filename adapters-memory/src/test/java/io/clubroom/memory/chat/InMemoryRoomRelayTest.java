package io.clubroom.memory.chat;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.testkit.chat.RelayRecorder;
import io.clubroom.testkit.chat.RoomRelayContract;

class InMemoryRoomRelayTest implements RoomRelayContract {
    private final InMemoryRoomRelay.Network network = new InMemoryRoomRelay.Network();

    @Override
    public RelayNode start() {
        InMemoryTransactions transactions = new InMemoryTransactions();
        InMemoryRoomRelay relay = new InMemoryRoomRelay(network, transactions);
        return new RelayNode() {
            @Override
            public RoomRelay relay() {
                return relay;
            }

            @Override
            public Transactions transactions() {
                return transactions;
            }

            @Override
            public RelayRecorder connect() {
                return RelayRecorder.on(relay);
            }

            @Override
            public void cut() {
                relay.cut();
            }

            @Override
            public void close() {
                relay.cut();
            }
        };
    }
}
