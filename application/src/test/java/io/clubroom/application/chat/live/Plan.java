package io.clubroom.application.chat.live;

import static io.clubroom.application.chat.live.VirtualTime.MILLISECOND;

import io.clubroom.domain.chat.ReadAudience;
import io.clubroom.domain.user.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a simulation does, drawn from its seed.
 *
 * @param outbound the frames that may wait for a client before its connection is closed
 * @param latency the typical latency of everything in nanoseconds
 * @param commitsLate whether a commit may happen after it has been reported as failed
 */
record Plan(
        long seed,
        int nodes,
        int clients,
        int users,
        int rooms,
        Limits limits,
        int outbound,
        long latency,
        boolean commitsLate,
        List<Stimulus> stimuli) {

    private static final List<Stimulus.Kind> LAST = List.of(
            Stimulus.Kind.CRASH,
            Stimulus.Kind.CUT_RELAY,
            Stimulus.Kind.STORE_FAILS,
            Stimulus.Kind.RENAME,
            Stimulus.Kind.EDIT,
            Stimulus.Kind.READ,
            Stimulus.Kind.REMOVE_MEMBER,
            Stimulus.Kind.DELETE_ROOM,
            Stimulus.Kind.REPLACE_ROOM);

    static Plan of(long seed) {
        Dice dice = new Dice(seed);
        int nodes = dice.oneOf(List.of(1, 1, 2, 2, 2, 3, 3, 4));
        int clients = dice.chance(0.1) ? dice.between(10, 50) : dice.between(1, 10);
        int users = dice.between((clients + 1) / 2, clients);
        int rooms = dice.oneOf(List.of(1, 1, 1, 2, 2, 3, 4));
        return new Plan(
                seed,
                nodes,
                clients,
                users,
                rooms,
                limits(dice),
                dice.between(8, 60),
                dice.between(MILLISECOND / 10, 5 * MILLISECOND),
                dice.chance(0.05),
                stimuli(dice, clients));
    }

    /** Small limits, so that all of them are reached. */
    private static Limits limits(Dice dice) {
        int page = dice.between(2, 6);
        int catchUp = dice.between(2, 12);
        while (mayReadPages(catchUp, page)) {
            catchUp++;
        }
        return new Limits(
                dice.between(1, 2),
                dice.between(3, 8),
                dice.between(10, 50),
                dice.between(1, 4),
                dice.between(1, 6),
                catchUp,
                dice.between(10, 30),
                page,
                dice.between(60, 400),
                dice.between(1, 2),
                dice.between(2, 12),
                dice.between(300, 10_000),
                dice.chance(0.2) ? dice.between(1, 3) : 50,
                Duration.ofMillis(dice.between(20, 250)),
                Duration.ofMillis(dice.between(300, 3_000)));
    }

    /** Whether a load to catch up may be as large as a page of a replay, so that {@link Checks} could not tell them apart. */
    private static boolean mayReadPages(int catchUp, int page) {
        return catchUp == page || catchUp / 2 == page || catchUp / 3 == page || catchUp / 4 == page;
    }

    /** Each run has a preference of its own for some kinds of stimuli, and most runs lack some kinds altogether. */
    private static List<Stimulus> stimuli(Dice dice, int clients) {
        Map<Stimulus.Kind, Integer> weights = new EnumMap<>(Stimulus.Kind.class);
        int sum = 0;
        for (Stimulus.Kind kind : Stimulus.Kind.values()) {
            boolean essential = kind == Stimulus.Kind.ENTER || kind == Stimulus.Kind.PUBLISH;
            int weight = essential || dice.chance(0.6) ? dice.between(1, 2 * kind.weight) : 0;
            weights.put(kind, weight);
            sum += weight;
        }
        long gap = dice.between(MILLISECOND, 40 * MILLISECOND);
        int count = dice.between(20, 150);
        List<Stimulus> stimuli = new ArrayList<>();
        long at = 0;
        for (int i = 0; i < clients; i++) {
            at += dice.latency(gap / 10);
            stimuli.add(new Stimulus(at, Stimulus.Kind.ENTER, i, dice.seed()));
        }
        for (int i = 0; i < count; i++) {
            at += dice.latency(gap);
            int ticket = dice.below(sum);
            for (Map.Entry<Stimulus.Kind, Integer> kind : weights.entrySet()) {
                ticket -= kind.getValue();
                if (ticket < 0) {
                    stimuli.add(new Stimulus(at, kind.getKey(), dice.below(1_000), dice.seed()));
                    break;
                }
            }
        }
        // Nothing that happens later hides what the last fault does.
        List<Stimulus.Kind> last =
                LAST.stream().filter(kind -> weights.getOrDefault(kind, 0) > 0).toList();
        if (!last.isEmpty()) {
            at += dice.latency(gap);
            stimuli.add(new Stimulus(at, dice.oneOf(last), dice.below(1_000), dice.seed()));
        }
        return List.copyOf(stimuli);
    }

    /** Whether messages have files; what the other runs do does not depend on it. */
    boolean hasFiles() {
        return seed % 3 == 1;
    }

    /** The version of the protocol that a client knows. */
    int protocol(int client) {
        return (seed + client) % 3 == 0 ? 1 : 2;
    }

    /** Whether only members may enter a room. */
    boolean isPrivate(int room) {
        return (seed / 3 + room) % 2 == 0;
    }

    /** Whether another node takes the place of one that has crashed. */
    boolean replacesNodes() {
        return seed % 3 != 2;
    }

    /** Whether only members may enter a room, which has too many of them for readings to be told. */
    boolean isLarge(int room) {
        return isPrivate(room) && (seed / 6 + room) % 5 == 0;
    }

    boolean isLarge() {
        return IntStream.range(0, rooms).anyMatch(this::isLarge);
    }

    /** Whether a user does not want receipts. */
    boolean hidesReadings(UserId user) {
        return (seed + user.value().getLeastSignificantBits()) % 6 == 0;
    }

    /** Whether private rooms may get so many members that readings are told no more. */
    boolean mayOutgrowReceipts() {
        return users + nodes + 2 > ReadAudience.MAX_MEMBERS;
    }

    Plan with(List<Stimulus> fewer) {
        return new Plan(seed, nodes, clients, users, rooms, limits, outbound, latency, commitsLate, List.copyOf(fewer));
    }

    Plan withNodes(int fewer) {
        return new Plan(seed, fewer, clients, users, rooms, limits, outbound, latency, commitsLate, stimuli);
    }

    Plan withRooms(int fewer) {
        return new Plan(seed, nodes, clients, users, fewer, limits, outbound, latency, commitsLate, stimuli);
    }
}
