package io.clubroom.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.data.exceptions.DataAccessException;
import java.net.SocketTimeoutException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutagesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "08000", "08001", "08003", "08004", "08006", "57P01", "57P02", "57P03", "57P05", "53300", "57014",
                "55P03", "25P03", "25P04", "40P01", "40001", "25006", "53000", "53100", "53200", "53400", "58000",
                "58030"
            })
    void an_outage_is(String state) {
        assertThat(Outages.isOutage(new DataAccessException("x", new SQLException("x", state))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "22021", "23503", "23505", "25P02", "40000", "40002", "40003", "42601", "42P01", "0A000", "XX000",
                "57000", "25001"
            })
    void no_outage_is(String state) {
        assertThat(Outages.isOutage(new DataAccessException("x", new SQLException("x", state))))
                .isFalse();
    }

    @Test
    void a_pool_without_connections_is_an_outage() {
        assertThat(Outages.isOutage(new SQLTransientConnectionException("request timed out")))
                .isTrue();
    }

    @Test
    void an_outage_is_found_wherever_it_is_in_a_failure() {
        SQLException first = new BatchUpdateException("x", "22021", 0, new int[0], null);
        first.setNextException(new SQLException("x", "08006", new SocketTimeoutException()));

        assertThat(Outages.isOutage(new IllegalStateException(new DataAccessException("x", first))))
                .isTrue();
    }

    @Test
    void a_failure_outside_the_database_is_no_outage() {
        assertThat(Outages.isOutage(new IllegalStateException(new SocketTimeoutException())))
                .isFalse();
    }
}
