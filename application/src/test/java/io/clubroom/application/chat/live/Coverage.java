package io.clubroom.application.chat.live;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often something happened in simulations. */
final class Coverage {
    /** What must happen in the simulations beside every input and effect. */
    static final List<String> SITUATIONS = List.of(
            "a commit between the reads of a load is possible",
            "answer to what changes nothing",
            "client is ahead of the node",
            "client returns",
            "client sends an unanswered message again",
            "delivery to nobody",
            "disconnected: NO_SUCH_USER",
            "disconnected: UNAVAILABLE",
            "evicted while asking for a replay",
            "fault: commit after its failure was reported",
            "fault: crash",
            "fault: deletion without an answer",
            "fault: dropped connection",
            "fault: failed read",
            "fault: failure after readings were stored",
            "fault: failure after the commit",
            "fault: failure before readings were stored",
            "fault: failure before the commit",
            "fault: hanging store",
            "fault: lost signal",
            "fault: merged signals",
            "fault: pause",
            "fault: relay cut",
            "fault: repeated signal",
            "fault: slow answer of a read",
            "fault: slow reader closed",
            "fault: slow reader misses events",
            "fault: stalled client",
            "fault: unannounced messages",
            "fault: user changed",
            "gap",
            "gap: the room has never got there",
            "load of a replay",
            "load to catch up",
            "member added again",
            "member removed",
            "message with files sent",
            "message without its files sent",
            "reading backwards",
            "reading beyond the end",
            "reading forwards",
            "reading refused: BEYOND_END",
            "reading refused: NOT_FOUND",
            "reading refused: UNAVAILABLE",
            "reading repeated",
            "reading stored, but its node crashes",
            "reading told later, whose signal may be lost",
            "reading told to a newcomer",
            "reading told to another user",
            "reading told to its reader",
            "receipt of a client compared",
            "refused: FAULT",
            "refused: ROOM_NOT_FOUND",
            "refused: UNAVAILABLE",
            "rejected: CLIENT_MESSAGE_ID_USED",
            "rejected: FAULT",
            "rejected: FILE_NOT_FOUND",
            "rejected: FORBIDDEN",
            "rejected: MESSAGE_DELETED",
            "rejected: OVERLOADED",
            "rejected: ROOM_NOT_FOUND",
            "rejected: UNAVAILABLE",
            "repeat answered at once",
            "repeat answered late",
            "replay after a load",
            "replay compared with the history",
            "replay from memory",
            "replay of several pages",
            "replay with a later text",
            "room created again",
            "room deleted by a node that is cut off",
            "room deleted",
            "several readings stored together",
            "state of a client compared with the history",
            "stored: Delete",
            "stored: Edit",
            "stored: React",
            "truncated list of members",
            "two batches at once",
            "unread messages of a client compared",
            "view of members compared");

    private final Map<String, Long> counts = new HashMap<>();

    void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    void count(Object inputOrEffect) {
        count(inputOrEffect.getClass().getSimpleName());
    }

    synchronized void add(Coverage other) {
        other.counts.forEach((what, count) -> counts.merge(what, count, Long::sum));
    }

    long of(String what) {
        return counts.getOrDefault(what, 0L);
    }

    @Override
    public String toString() {
        return new TreeMap<>(counts).toString();
    }
}
