package io.clubroom.testkit.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.mail.LinkRequests;
import io.clubroom.domain.mail.LinkRequests.LinkRequest;
import io.clubroom.domain.user.Email;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.Rival;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract of {@link LinkRequests}. The store is empty when a test begins. */
public interface LinkRequestsContract {
    Instant CREATED_AT = Instant.parse("2025-03-06T22:05:39.123456Z");

    LinkRequests requests();

    Transactions transactions();

    private static LinkRequest request(int number) {
        Purpose purpose = number % 2 == 0 ? Purpose.RESET : Purpose.VERIFICATION;
        return new LinkRequest(new Email("User" + number + "@example.com"), purpose, CREATED_AT);
    }

    @Test
    default void takes_requests_in_their_order_once_each() {
        requests().add(request(1));
        requests().add(request(2));

        assertThat(requests().take()).contains(request(1));
        assertThat(requests().take()).contains(request(2));
        assertThat(requests().take()).isEmpty();
    }

    @Test
    default void a_request_is_there_again_after_a_rollback() {
        requests().add(request(1));
        requests().add(request(2));
        RuntimeException failure = new IllegalArgumentException("on purpose");

        assertThatThrownBy(() -> transactions().call(() -> {
                    requests().take();
                    requests().add(request(3));
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(requests().take()).contains(request(1));
        assertThat(requests().take()).contains(request(2));
        assertThat(requests().take()).isEmpty();
    }

    @Test
    default void concurrent_callers_take_each_request_once() {
        IntStream.range(0, 8).forEach(number -> requests().add(request(number)));

        List<Optional<LinkRequest>> taken =
                Race.of(10, _ -> transactions().call(() -> requests().take()));

        assertThat(taken.stream().flatMap(Optional::stream))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 8)
                        .mapToObj(LinkRequestsContract::request)
                        .toList());
    }

    @Test
    default void a_request_that_is_being_taken_is_not_taken_by_others() {
        requests().add(request(1));

        Rival<Optional<LinkRequest>> rival = transactions().call(() -> {
            assertThat(requests().take()).isPresent();
            return Rival.start(() -> transactions().call(() -> requests().take()));
        });

        assertThat(rival.result()).isEmpty();
    }
}
