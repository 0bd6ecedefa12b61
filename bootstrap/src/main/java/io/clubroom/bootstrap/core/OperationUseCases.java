package io.clubroom.bootstrap.core;

import io.clubroom.application.operation.GetLogLevels;
import io.clubroom.application.operation.ResetLogLevel;
import io.clubroom.application.operation.SetLogLevel;
import io.clubroom.domain.operation.LogLevels;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

@Factory
final class OperationUseCases {
    @Singleton
    GetLogLevels getLogLevels(LogLevels levels) {
        return new GetLogLevels(levels);
    }

    @Singleton
    SetLogLevel setLogLevel(LogLevels levels) {
        return new SetLogLevel(levels);
    }

    @Singleton
    ResetLogLevel resetLogLevel(LogLevels levels) {
        return new ResetLogLevel(levels);
    }
}
