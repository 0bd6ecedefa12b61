package io.clubroom.application.chat;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.ReadAudience;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.chat.RoomStanding;
import io.clubroom.domain.chat.RoomStandings;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Marks rooms as read up to messages for many users together. Read receipts are sent as soon as it is stored. */
public final class MarkReadings {
    /**
     * @param seq the number of the last message that the reader has read
     * @param isUncertain whether it may have been stored before without read receipts being sent
     */
    public record Request(Actor.SignedIn reader, RoomId room, long seq, boolean isUncertain) {
        private RoomStandings.Key key() {
            return new RoomStandings.Key(reader, room);
        }

        private RoomReads.Mark mark() {
            return new RoomReads.Mark(new RoomReads.Reader(room, reader.id()), seq);
        }
    }

    /** The outcome of a request. */
    public enum Outcome {
        /** It is stored, or the reader had already read as much. */
        DONE,
        /** The room has no such message yet. */
        BEYOND_END,
        NOT_FOUND
    }

    /** In the order of the requests. */
    public record Result(List<Outcome> outcomes) {}

    private final RoomStandings standings;
    private final RoomReads reads;
    private final RoomRelay relay;

    public MarkReadings(RoomStandings standings, RoomReads reads, RoomRelay relay) {
        this.standings = standings;
        this.reads = reads;
        this.relay = relay;
    }

    /** @param requests of different readers, or for different rooms */
    public Result mark(List<Request> requests) {
        Map<RoomStandings.Key, RoomStanding> standing =
                standings.of(requests.stream().map(Request::key).toList());
        List<Request> allowed = requests.stream()
                .filter(request -> RoomAccess.mayRead(standing.get(request.key())))
                .toList();
        List<RoomReads.Mark> marks = allowed.stream().map(Request::mark).toList();
        if (marks.isEmpty()) {
            return new Result(Collections.nCopies(requests.size(), Outcome.NOT_FOUND));
        }
        // Read before anything is stored, because a failure afterwards would keep read receipts from being sent.
        Map<RoomReads.Reader, ReadAudience> audiences =
                reads.audiences(marks.stream().map(RoomReads.Mark::reader).toList());
        Map<RoomReads.Mark, RoomReads.Marked> marked = new HashMap<>();
        List<RoomReads.Marked> all = reads.mark(marks);
        for (int i = 0; i < marks.size(); i++) {
            RoomReads.Mark mark = marks.get(i);
            marked.put(mark, all.get(i));
            if (all.get(i) == RoomReads.Marked.MOVED
                    || (all.get(i) == RoomReads.Marked.UNCHANGED
                            && allowed.get(i).isUncertain())) {
                RoomReads.Reader reader = mark.reader();
                relay.read(new RoomSignal.Read(
                        reader.room(),
                        reader.user(),
                        mark.seq(),
                        audiences.getOrDefault(reader, ReadAudience.ONESELF)));
            }
        }
        return new Result(requests.stream()
                .map(request -> outcome(marked.get(request.mark())))
                .toList());
    }

    /** @param marked null if the reader may not read the room */
    private static Outcome outcome(RoomReads.@Nullable Marked marked) {
        return switch (marked) {
            case null -> Outcome.NOT_FOUND;
            case MOVED, UNCHANGED -> Outcome.DONE;
            case BEYOND_END -> Outcome.BEYOND_END;
        };
    }
}
