package io.clubroom.bootstrap.architecture.planted.application;

import io.clubroom.bootstrap.architecture.planted.web.WebBreaches;

/** Violation: depends on an adapter. */
public interface SeesAnAdapter {
    WebBreaches adapter();
}
