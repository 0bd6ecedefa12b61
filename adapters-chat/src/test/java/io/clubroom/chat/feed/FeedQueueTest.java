package io.clubroom.chat.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.chat.feed.FeedInput;
import io.clubroom.chat.Bounds;
import io.clubroom.domain.chat.RoomId;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedQueueTest {
    private static final FeedInput SIGNAL = new FeedInput.Reached(new RoomId("room"));
    private static final FeedInput ANSWER = new FeedInput.LoadFailed(1);

    private final FeedQueue queue = new FeedQueue();

    @Test
    void too_many_signals_are_dropped_and_all_is_read_again_instead() throws InterruptedException {
        for (int i = 0; i < Bounds.INPUTS_OF_FEEDS + 2; i++) {
            queue.addSignal(SIGNAL);
        }
        queue.add(ANSWER);

        List<FeedInput> taken = queue.take(null);

        assertThat(taken.subList(0, Bounds.INPUTS_OF_FEEDS))
                .isEqualTo(Collections.nCopies(Bounds.INPUTS_OF_FEEDS, SIGNAL));
        assertThat(taken.subList(Bounds.INPUTS_OF_FEEDS, taken.size()))
                .containsExactly(new FeedInput.Resumed(), ANSWER);
        queue.addSignal(SIGNAL);
        queue.addLoss();
        assertThat(queue.take(null)).containsExactly(SIGNAL, new FeedInput.Resumed());
        assertThat(queue.take(Duration.ZERO)).isEmpty();
    }
}
