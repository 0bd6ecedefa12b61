package io.clubroom.application.passkey;

import io.clubroom.domain.passkey.ChallengeId;
import io.clubroom.domain.passkey.PasskeyCeremonies.Assertion;

/** What a browser returns from an authenticator that was asked for a signature. */
public record PasskeyAnswer(ChallengeId challenge, Assertion credential) {}
