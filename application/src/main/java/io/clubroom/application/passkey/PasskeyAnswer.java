package io.clubroom.application.passkey;

import io.clubroom.domain.passkey.ChallengeId;
import io.clubroom.domain.passkey.PasskeyCeremonies.Assertion;

/** The answer of an authenticator to a challenge, as returned by the browser. */
public record PasskeyAnswer(ChallengeId challenge, Assertion credential) {}
