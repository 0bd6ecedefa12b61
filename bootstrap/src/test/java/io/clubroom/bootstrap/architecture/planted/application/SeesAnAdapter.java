package io.clubroom.bootstrap.architecture.planted.application;

import io.clubroom.bootstrap.architecture.planted.web.WebBreaches;

/** Knows how it is asked. */
public interface SeesAnAdapter {
    WebBreaches adapter();
}
