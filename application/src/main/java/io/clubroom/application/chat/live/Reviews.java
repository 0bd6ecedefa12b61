package io.clubroom.application.chat.live;

import io.clubroom.domain.user.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/** The users in rooms on this node of whom it must be decided again whether they may stay. */
final class Reviews {
    record Review(LiveRoom room, UserId user) {}

    private final long retryNanos;
    private final SequencedSet<Review> waiting = new LinkedHashSet<>();
    private @Nullable Long retryAt;

    Reviews(Limits limits) {
        this.retryNanos = limits.retry().toNanos();
    }

    void add(LiveRoom room, UserId user) {
        waiting.add(new Review(room, user));
    }

    /** Adds everybody in these rooms, who may have been removed without a signal to this node. */
    void addAll(Collection<LiveRoom> rooms) {
        for (LiveRoom room : rooms) {
            room.presence().usersHere().forEach(user -> add(room, user.id()));
        }
    }

    boolean needsTick() {
        return retryAt != null;
    }

    /** Removes and returns the next reviews of users who are still in their rooms. */
    List<Review> next(int limit, long now) {
        if (retryAt != null && now - retryAt >= 0) {
            retryAt = null;
        }
        List<Review> next = new ArrayList<>();
        while (retryAt == null && !waiting.isEmpty() && next.size() < limit) {
            Review review = waiting.removeFirst();
            if (isHere(review)) {
                next.add(review);
            }
        }
        return next;
    }

    static boolean isHere(Review review) {
        return !review.room().isEvicted()
                && !review.room().presence().here(review.user()).isEmpty();
    }

    /** Puts back reviews that could not be decided, to be retried after a pause. */
    void failed(List<Review> reviews, long now) {
        waiting.addAll(reviews.stream().filter(Reviews::isHere).toList());
        if (!waiting.isEmpty()) {
            retryAt = now + retryNanos;
        }
    }

    /** The number of reviews that wait. */
    int size() {
        return waiting.size();
    }
}
