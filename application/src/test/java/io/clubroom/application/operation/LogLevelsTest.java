package io.clubroom.application.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.clubroom.application.Club;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.operation.LogLevel;
import io.clubroom.domain.operation.LoggerName;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.testkit.operation.InMemoryLogLevels;
import io.clubroom.testkit.user.UserFixture;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LogLevelsTest {
    private static final LoggerName CHAT = LoggerName.of("clubroom.chat");
    private static final SetLogLevel.Command DEBUG_CHAT = new SetLogLevel.Command(CHAT, LogLevel.DEBUG);

    private final InMemoryLogLevels levels = new InMemoryLogLevels();
    private final GetLogLevels getLogLevels = new GetLogLevels(levels);
    private final SetLogLevel setLogLevel = new SetLogLevel(levels);
    private final ResetLogLevel resetLogLevel = new ResetLogLevel(levels);

    private static Actor actor(Role role) {
        return Club.as(UserFixture.user().role(role).build());
    }

    @Test
    void an_administrator_sets_a_level_reads_it_and_takes_it_back() {
        Actor admin = actor(Role.ADMIN);

        assertThat(setLogLevel.set(admin, () -> DEBUG_CHAT)).isEqualTo(new SetLogLevel.Result.Changed(LogLevel.DEBUG));
        assertThat(getLogLevels.get(admin))
                .isEqualTo(new GetLogLevels.Result.Found(
                        new TreeMap<>(Map.of(CHAT, LogLevel.DEBUG, LoggerName.of("root"), LogLevel.INFO))));

        assertThat(resetLogLevel.reset(admin, CHAT)).isEqualTo(new ResetLogLevel.Result.Reset());
        assertThat(levels.all()).doesNotContainKey(CHAT);
    }

    @Test
    void only_an_administrator_is_told_what_is_wrong_with_a_level() {
        Supplier<SetLogLevel.Command> wrong = () -> new SetLogLevel.Command(CHAT, LogLevel.of("loud"));

        assertThat(setLogLevel.set(actor(Role.CLIENT), wrong)).isEqualTo(new SetLogLevel.Result.NotAllowed());
        assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> setLogLevel.set(actor(Role.ADMIN), wrong));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ADMIN")
    void nobody_else_may(Role role) {
        Actor actor = actor(role);

        assertThat(getLogLevels.get(actor)).isEqualTo(new GetLogLevels.Result.NotAllowed());
        assertThat(setLogLevel.set(actor, () -> DEBUG_CHAT)).isEqualTo(new SetLogLevel.Result.NotAllowed());
        assertThat(resetLogLevel.reset(actor, LoggerName.of("root"))).isEqualTo(new ResetLogLevel.Result.NotAllowed());
        assertThat(levels.all()).isEqualTo(Map.of(LoggerName.of("root"), LogLevel.INFO));
    }
}
