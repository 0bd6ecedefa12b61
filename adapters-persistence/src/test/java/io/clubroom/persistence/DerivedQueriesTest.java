package io.clubroom.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The SQL that Micronaut Data derives from the names of repository methods. */
class DerivedQueriesTest {
    @Test
    void are_single_statements_that_use_the_keys_and_indexes() throws Exception {
        String user = "SELECT " + columns("user.UserRow") + " FROM users WHERE (id = ?)";
        try (Node node = Node.on(TestDatabase.migrated(), 1)) {
            assertThat(node.queries())
                    .containsAllEntriesOf(Map.ofEntries(
                            Map.entry("UserRows.findById", user),
                            Map.entry("UserRows.findByIdForUpdate", user + " FOR UPDATE"),
                            Map.entry("UserRows.deleteById", "DELETE FROM users WHERE (id = ?)"),
                            Map.entry(
                                    "UserRows.countByRoleAndActive",
                                    "SELECT COUNT(*) FROM users WHERE (role = ? AND active = ?)"),
                            Map.entry(
                                    "UserRows.updateByIdAndPasswordHash",
                                    "UPDATE users SET password_hash=? WHERE (id = ? AND password_hash = ?)"),
                            Map.entry(
                                    "RefreshTokenRows.update",
                                    "UPDATE refresh_tokens SET used_at=? WHERE (token_hash = ?)"),
                            Map.entry(
                                    "RefreshTokenRows.deleteByFamilyId",
                                    "DELETE FROM refresh_tokens WHERE (family_id = ?)"),
                            Map.entry(
                                    "SignInAttemptRows.insert",
                                    "INSERT INTO sign_in_attempts (browser_hash,provider,nonce,code_verifier,return_to,"
                                            + "expires_at,state_hash) VALUES (?,?,?,?,?,?,?)"),
                            Map.entry(
                                    "SignInAttemptRows.findByStateHashAndBrowserHashForUpdate",
                                    "SELECT state_hash,browser_hash,provider,nonce,code_verifier,return_to,expires_at"
                                            + " FROM sign_in_attempts WHERE (state_hash = ? AND browser_hash = ?)"
                                            + " FOR UPDATE"),
                            Map.entry(
                                    "SignInAttemptRows.deleteById",
                                    "DELETE FROM sign_in_attempts WHERE (state_hash = ?)"),
                            Map.entry("SignInCodeRows.deleteById", "DELETE FROM sign_in_codes WHERE (code_hash = ?)"),
                            Map.entry(
                                    "UserIdentityRows.findByAuthorityAndSubject",
                                    "SELECT subject,authority,user_id,linked_at FROM user_identities"
                                            + " WHERE (authority = ? AND subject = ?)"),
                            Map.entry(
                                    "UserIdentityRows.deleteByUserId",
                                    "DELETE FROM user_identities WHERE (user_id = ?)"),
                            Map.entry("LinkRequestRows.deleteById", "DELETE FROM link_requests WHERE (number = ?)"),
                            Map.entry(
                                    "AccountLinkRows.findByTokenHashAndPurpose",
                                    "SELECT " + columns("mail.AccountLinkRow")
                                            + " FROM account_links WHERE (token_hash = ? AND purpose = ?)"),
                            Map.entry(
                                    "MailRows.findById",
                                    "SELECT " + columns("mail.MailRow") + " FROM mails WHERE (id = ?)"),
                            Map.entry(
                                    "InvitationRows.findById",
                                    "SELECT " + columns("invitation.InvitationRow")
                                            + " FROM invitations WHERE (id = ?)"),
                            Map.entry(
                                    "PasskeyRows.findByCredentialId",
                                    "SELECT " + columns("passkey.PasskeyRow")
                                            + " FROM passkeys WHERE (credential_id = ?)"),
                            Map.entry(
                                    "PasskeyRows.findByUserIdAndRpIdOrderByCreatedAtAndId",
                                    "SELECT " + columns("passkey.PasskeyRow")
                                            + " FROM passkeys WHERE (user_id = ? AND rp_id = ?)"
                                            + " ORDER BY created_at ASC,id ASC"),
                            Map.entry(
                                    "PasskeyChallengeRows.deleteById", "DELETE FROM passkey_challenges WHERE (id = ?)"),
                            Map.entry("PasskeyRows.deleteById", "DELETE FROM passkeys WHERE (id = ?)"),
                            Map.entry(
                                    "TotpSecretRows.findByUserIdAndActive",
                                    "SELECT " + columns("factor.TotpSecretRow")
                                            + " FROM totp_secrets WHERE (user_id = ? AND active = ?)"),
                            Map.entry(
                                    "TotpSecretRows.findByUserIdAndActiveAndCreatedAtAfter",
                                    "SELECT " + columns("factor.TotpSecretRow")
                                            + " FROM totp_secrets WHERE (user_id = ? AND active = ? AND created_at >"
                                            + " ?)"),
                            Map.entry("TotpSecretRows.deleteByUserId", "DELETE FROM totp_secrets WHERE (user_id = ?)"),
                            Map.entry(
                                    "TotpSecretRows.deleteByUserIdAndActive",
                                    "DELETE FROM totp_secrets WHERE (user_id = ? AND active = ?)"),
                            Map.entry(
                                    "RecoveryCodeRows.findByUserId",
                                    "SELECT " + columns("factor.RecoveryCodeRow")
                                            + " FROM recovery_codes WHERE (user_id = ?)"),
                            Map.entry(
                                    "RecoveryCodeRows.countByUserId",
                                    "SELECT COUNT(*) FROM recovery_codes WHERE (user_id = ?)"),
                            Map.entry(
                                    "RecoveryCodeRows.deleteByUserIdAndCodeHash",
                                    "DELETE FROM recovery_codes WHERE (user_id = ? AND code_hash = ?)"),
                            Map.entry(
                                    "RecoveryCodeRows.deleteByUserId",
                                    "DELETE FROM recovery_codes WHERE (user_id = ?)"),
                            Map.entry(
                                    "PendingSignInRows.findById",
                                    "SELECT " + columns("factor.PendingSignInRow")
                                            + " FROM pending_sign_ins WHERE (token_hash = ?)"),
                            Map.entry(
                                    "PendingSignInRows.deleteById",
                                    "DELETE FROM pending_sign_ins WHERE (token_hash = ?)"),
                            Map.entry(
                                    "PasskeyRows.countByRpIdNotEquals",
                                    "SELECT COUNT(*) FROM passkeys WHERE (rp_id != ?)"),
                            Map.entry("RoomRows.deleteById", "DELETE FROM chat_rooms WHERE (id = ?)")));
        }
    }

    /** The components of a row as columns, in their order. */
    private static String columns(String row) throws ClassNotFoundException {
        return Arrays.stream(Class.forName(DerivedQueriesTest.class.getPackageName() + "." + row)
                        .getRecordComponents())
                .map(component ->
                        component.getName().replaceAll("(\\p{Lu})", "_$1").toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(","));
    }
}
