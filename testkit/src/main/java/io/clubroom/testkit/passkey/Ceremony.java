package io.clubroom.testkit.passkey;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link SoftwareAuthenticator} and its browser are told, and in which ways they deviate from it.
 *
 * @param challenge in base64url
 * @param type of the client data; null for the right one
 * @param isPresent the flag UP of the authenticator data (WebAuthn Level 3 §6.1), as UV, BE and BS are the following ones
 * @param signCount null for one more than the last time, or 0 if the authenticator has no counter
 * @param topOrigin of a page that contains the origin's page in a frame; null for none
 */
public record Ceremony(
        String rpId,
        String origin,
        String challenge,
        @Nullable String type,
        boolean isPresent,
        boolean isVerified,
        boolean isBackupEligible,
        boolean isBackedUp,
        @Nullable Long signCount,
        @Nullable String topOrigin) {
    public static Ceremony of(String rpId, String origin, String challenge) {
        return new Ceremony(rpId, origin, challenge, null, true, true, false, false, null, null);
    }

    public Ceremony withRpId(String other) {
        return new Ceremony(
                other,
                origin,
                challenge,
                type,
                isPresent,
                isVerified,
                isBackupEligible,
                isBackedUp,
                signCount,
                topOrigin);
    }

    public Ceremony withOrigin(String other) {
        return new Ceremony(
                rpId,
                other,
                challenge,
                type,
                isPresent,
                isVerified,
                isBackupEligible,
                isBackedUp,
                signCount,
                topOrigin);
    }

    public Ceremony withTopOrigin(String other) {
        return new Ceremony(
                rpId, origin, challenge, type, isPresent, isVerified, isBackupEligible, isBackedUp, signCount, other);
    }

    public Ceremony withType(String other) {
        return new Ceremony(
                rpId,
                origin,
                challenge,
                other,
                isPresent,
                isVerified,
                isBackupEligible,
                isBackedUp,
                signCount,
                topOrigin);
    }

    public Ceremony withoutPresence() {
        return new Ceremony(
                rpId, origin, challenge, type, false, isVerified, isBackupEligible, isBackedUp, signCount, topOrigin);
    }

    public Ceremony withoutVerification() {
        return new Ceremony(
                rpId, origin, challenge, type, isPresent, false, isBackupEligible, isBackedUp, signCount, topOrigin);
    }

    /** Of a key that can be copied to other devices. */
    public Ceremony withBackup(boolean isBackedUp) {
        return new Ceremony(
                rpId, origin, challenge, type, isPresent, isVerified, true, isBackedUp, signCount, topOrigin);
    }

    public Ceremony withSignCount(long other) {
        return new Ceremony(
                rpId, origin, challenge, type, isPresent, isVerified, isBackupEligible, isBackedUp, other, topOrigin);
    }
}
