package io.clubroom.testkit.factor;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.factor.RecoveryCodes;
import io.clubroom.domain.factor.RecoverySalt;
import io.clubroom.domain.factor.SecondFactor;
import io.clubroom.domain.factor.SecondFactors;
import io.clubroom.domain.factor.Totp;
import io.clubroom.domain.factor.TotpSecret;
import io.clubroom.domain.factor.TotpSecrets;
import io.clubroom.domain.passkey.Passkeys;
import io.clubroom.domain.passkey.RelyingParty;
import io.clubroom.domain.user.UserId;
import io.clubroom.testkit.passkey.PasskeyFixture;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The contract of {@link SecondFactors}. */
public interface SecondFactorsContract extends UserStore {
    SecondFactors factors();

    TotpSecrets secrets();

    RecoveryCodes codes();

    /** Of {@link PasskeyFixture#RP_ID} and others. */
    Passkeys passkeys();

    /** The one whose passkeys count. */
    RelyingParty RELYING_PARTY = new RelyingParty() {
        @Override
        public String id() {
            return PasskeyFixture.RP_ID;
        }

        @Override
        public Set<String> origins() {
            return Set.of("https://" + PasskeyFixture.RP_ID);
        }
    };

    private static Totp totp() {
        return Totp.begun(new TotpSecret(new byte[20]), NOW);
    }

    private void addCodes(UserId user) {
        codes().replace(user, new RecoveryCodes.Hashed(new RecoverySalt("ff"), Set.of(SecretHash.of("code")), NOW));
    }

    @Test
    default void a_user_has_no_factor_until_an_authenticator_app_is_active() {
        UserId user = storedUser();
        UserId other = storedUser();
        assertThat(factors().of(user)).isEmpty();

        secrets().begin(user, totp());
        assertThat(factors().of(user)).isEmpty();

        secrets().activate(user, totp());
        assertThat(factors().of(user)).containsExactly(SecondFactor.TOTP);
        assertThat(factors().of(other)).isEmpty();
    }

    @Test
    default void recovery_codes_are_a_factor_beside_another_one_only() {
        UserId user = storedUser();
        addCodes(user);
        assertThat(factors().of(user)).isEmpty();

        secrets().activate(user, totp());
        assertThat(factors().of(user)).containsExactly(SecondFactor.TOTP, SecondFactor.RECOVERY_CODE);

        secrets().remove(user);
        assertThat(factors().of(user)).isEmpty();
    }

    @Test
    default void a_passkey_is_the_strongest_factor() {
        UserId user = storedUser();
        passkeys().add(PasskeyFixture.of(user));
        assertThat(factors().of(user)).containsExactly(SecondFactor.PASSKEY);

        addCodes(user);
        secrets().activate(user, totp());
        assertThat(factors().of(user))
                .containsExactly(SecondFactor.PASSKEY, SecondFactor.TOTP, SecondFactor.RECOVERY_CODE);
    }

    @Test
    default void a_passkey_of_another_relying_party_is_none() {
        UserId user = storedUser();
        passkeys().add(PasskeyFixture.of(user, "other.example", NOW));

        assertThat(factors().of(user)).isEmpty();
    }
}
