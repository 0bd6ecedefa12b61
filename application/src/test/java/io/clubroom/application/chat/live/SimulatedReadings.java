package io.clubroom.application.chat.live;

import io.clubroom.application.chat.MarkReadings;
import io.clubroom.domain.chat.RoomSignal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the clients of a node have read, until it is stored: one batch at a time. */
final class SimulatedReadings {
    final Readings readings = new Readings();

    private final Simulation simulation;
    private final SimulatedNode node;
    private boolean storing;
    private @Nullable Long wakesAt;

    SimulatedReadings(Simulation simulation, SimulatedNode node) {
        this.simulation = simulation;
        this.node = node;
    }

    boolean isQuiet() {
        return !storing && readings.isIdle();
    }

    void add(SimulatedSubscription subscription, long seq) {
        simulation.readingChecks.asks(subscription, seq);
        Checks.require(readings.add(new Readings.Requester(subscription, null), seq), "too many readings wait");
        advance();
    }

    private void advance() {
        if (storing || !node.isAlive()) {
            return;
        }
        long now = simulation.time.now();
        List<MarkReadings.Request> requests = readings.next(now);
        simulation.readingChecks.takes(node, requests);
        if (requests.isEmpty()) {
            sleep(readings.nanosLeft(now));
            return;
        }
        simulation.trace(node.toString(), () -> "marks " + Words.of(requests));
        storing = true;
        simulation.store.mark(node, requests);
    }

    private void sleep(@Nullable Long nanos) {
        if (nanos == null) {
            return;
        }
        long at = simulation.time.now() + Math.max(1, nanos);
        if (wakesAt == null || wakesAt > at) {
            wakesAt = at;
            simulation.time.at(at, () -> {
                if (wakesAt != null && wakesAt == at) {
                    wakesAt = null;
                    advance();
                }
            });
        }
    }

    /** @param told what the nodes are told, after it was stored */
    void stored(List<MarkReadings.Request> requests, List<MarkReadings.Outcome> outcomes, List<RoomSignal.Read> told) {
        if (!node.isAlive()) {
            if (!told.isEmpty()) {
                simulation.coverage.count("reading stored, but its node crashes");
            }
            return;
        }
        told.forEach(read -> simulation.relay.read(node, read));
        simulation.readingChecks.marked(node, requests, outcomes);
        for (Readings.Rejected rejected : readings.stored(outcomes)) {
            refuse((SimulatedSubscription) rejected.requester().subscription(), rejected.outcome());
        }
        storing = false;
        advance();
    }

    /** Whether the readings were stored is unknown. */
    void failed() {
        if (!node.isAlive()) {
            return;
        }
        readings.failed().forEach(requester -> refuse((SimulatedSubscription) requester.subscription(), null));
        storing = false;
        advance();
    }

    private void refuse(SimulatedSubscription subscription, MarkReadings.@Nullable Outcome outcome) {
        simulation.readingChecks.refuses(subscription, outcome);
        subscription.connection.send(new Frame.ReadRefused(subscription, outcome));
    }
}
