package io.clubroom.application.chat.live;

import java.util.ArrayList;
import java.util.List;

/** Looks for the smallest plan that still breaks the same promise. */
final class Shrinker {
    private static final int MAX_RUNS = 3_000;

    private final String kind;
    private int runs;
    private Plan smallest;

    private Shrinker(Plan failing, String kind) {
        this.smallest = failing;
        this.kind = kind;
    }

    static Plan shrink(Plan failing, Violation violation) {
        Shrinker shrinker = new Shrinker(failing, violation.kind());
        shrinker.shrink();
        return shrinker.smallest;
    }

    private void shrink() {
        int before;
        do {
            before = smallest.stimuli().size();
            for (int chunk = Math.max(1, before / 2); chunk > 0 && runs < MAX_RUNS; chunk /= 2) {
                removeChunks(chunk);
            }
            while (smallest.nodes() > 1 && isBroken(smallest.withNodes(smallest.nodes() - 1))) {
                smallest = smallest.withNodes(smallest.nodes() - 1);
            }
            while (smallest.rooms() > 1 && isBroken(smallest.withRooms(smallest.rooms() - 1))) {
                smallest = smallest.withRooms(smallest.rooms() - 1);
            }
        } while (smallest.stimuli().size() < before && runs < MAX_RUNS);
    }

    private void removeChunks(int chunk) {
        for (int from = smallest.stimuli().size() - chunk; from >= 0 && runs < MAX_RUNS; from -= chunk) {
            List<Stimulus> fewer = new ArrayList<>(smallest.stimuli());
            int to = Math.min(from + chunk, fewer.size());
            if (from < to) {
                fewer.subList(from, to).clear();
                Plan candidate = smallest.with(fewer);
                if (isBroken(candidate)) {
                    smallest = candidate;
                }
            }
        }
    }

    private boolean isBroken(Plan plan) {
        runs++;
        Violation violation = Simulation.run(plan, false).violation();
        return violation != null && violation.kind().equals(kind);
    }
}
