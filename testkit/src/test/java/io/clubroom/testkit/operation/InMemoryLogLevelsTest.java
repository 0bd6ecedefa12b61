package io.clubroom.testkit.operation;

import io.clubroom.domain.operation.LogLevels;

class InMemoryLogLevelsTest implements LogLevelsContract {
    @Override
    public LogLevels levels() {
        return new InMemoryLogLevels();
    }
}
