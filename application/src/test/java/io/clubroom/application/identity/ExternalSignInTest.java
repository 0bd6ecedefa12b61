package io.clubroom.application.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.clubroom.application.Club;
import io.clubroom.application.auth.OpenedSession;
import io.clubroom.application.identity.CompleteExternalSignIn.Reason;
import io.clubroom.application.identity.CompleteExternalSignIn.Result;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.identity.ExternalIdentity;
import io.clubroom.domain.identity.Provider;
import io.clubroom.domain.identity.ProviderAnswer;
import io.clubroom.domain.identity.Subject;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExternalSignInTest {
    private static final String BROWSER = "the browser";

    private final Club club = new Club();

    private BeginExternalSignIn.Result tryToBegin(Provider provider, @Nullable String returnTo) {
        return club.beginExternalSignIn().begin(provider, returnTo, BROWSER);
    }

    /** Starts a sign-in, makes the provider grant the code {@code code of PROVIDER} for Ada, and returns the state. */
    private String begin(Provider provider, @Nullable String returnTo) {
        club.providers.grant(
                "code of " + provider,
                provider,
                new ExternalIdentity(new Subject(provider.text(), "1"), Email.of("ada@example.com"), "Ada"));
        var begun = (BeginExternalSignIn.Result.Begun) tryToBegin(provider, returnTo);
        return club.providers.secrets(begun.address()).state();
    }

    private Result complete(String state, String browser, ProviderAnswer answer) {
        return club.completeExternalSignIn().complete(state, browser, answer, Device.UNKNOWN);
    }

    private static ProviderAnswer granted(Provider provider) {
        return new ProviderAnswer.Granted("code of " + provider, null);
    }

    private String code(String state) {
        var result = (Result.HandedOver) complete(state, BROWSER, granted(Provider.GOOGLE));
        assertThat(result.returnTo()).isEqualTo(Club.RETURN_URL);
        assertThat(result.toString()).doesNotContain(result.code());
        return result.code();
    }

    private ExchangeSignInCode.Result exchange(String code) {
        return club.exchangeSignInCode().exchange(code, Device.UNKNOWN);
    }

    @Test
    void returning_with_the_state_in_the_same_browser_signs_in() {
        OpenedSession session =
                ((Result.SignedIn) complete(begin(Provider.GOOGLE, null), BROWSER, granted(Provider.GOOGLE))).session();

        assertThat(session.user().email()).isEqualTo(new Email("ada@example.com"));
        assertThat(session.refreshToken()).isNotEmpty();
    }

    @Test
    void a_state_can_be_used_once() {
        String state = begin(Provider.GOOGLE, null);
        complete(state, BROWSER, granted(Provider.GOOGLE));

        assertThat(complete(state, BROWSER, granted(Provider.GOOGLE))).isEqualTo(new Result.StateInvalid());
    }

    @Test
    void a_state_can_be_used_once_by_ten_concurrent_calls() {
        String state = begin(Provider.GOOGLE, null);

        List<Result> results = Race.of(10, _ -> complete(state, BROWSER, granted(Provider.GOOGLE)));

        assertThat(Collections.frequency(results, new Result.StateInvalid())).isEqualTo(9);
    }

    @Test
    void a_state_is_invalid_in_another_browser_which_does_not_use_it_up() {
        String state = begin(Provider.GOOGLE, null);

        assertThat(complete(state, "another browser", granted(Provider.GOOGLE))).isEqualTo(new Result.StateInvalid());
        assertThat(complete("made up", BROWSER, granted(Provider.GOOGLE))).isEqualTo(new Result.StateInvalid());
        assertThat(complete(state, BROWSER, granted(Provider.GOOGLE))).isInstanceOf(Result.SignedIn.class);
    }

    @Test
    void a_state_expires_after_ten_minutes() {
        String late = begin(Provider.GOOGLE, null);
        club.clock.advance(Duration.ofMinutes(10));
        assertThat(complete(late, BROWSER, granted(Provider.GOOGLE))).isEqualTo(new Result.StateInvalid());

        String intime = begin(Provider.GOOGLE, null);
        club.clock.advance(Duration.ofMinutes(10).minusMillis(1));
        assertThat(complete(intime, BROWSER, granted(Provider.GOOGLE))).isInstanceOf(Result.SignedIn.class);
    }

    @Test
    void a_state_is_not_used_up_if_too_many_calls_are_waiting() {
        String state = begin(Provider.GOOGLE, null);
        club.providers.overload(true);
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> complete(state, BROWSER, granted(Provider.GOOGLE)));
        club.providers.overload(false);

        assertThat(complete(state, "another browser", granted(Provider.GOOGLE))).isEqualTo(new Result.StateInvalid());
        assertThat(complete(state, BROWSER, granted(Provider.GOOGLE))).isInstanceOf(Result.SignedIn.class);
        assertThat(complete(state, BROWSER, granted(Provider.GOOGLE))).isEqualTo(new Result.StateInvalid());
    }

    @Test
    void several_sign_ins_of_one_browser_do_not_disturb_each_other() {
        String first = begin(Provider.GOOGLE, null);
        String second = begin(Provider.GITHUB, null);

        assertThat(complete(second, BROWSER, granted(Provider.GITHUB))).isInstanceOf(Result.SignedIn.class);
        assertThat(complete(first, BROWSER, granted(Provider.GOOGLE))).isInstanceOf(Result.SignedIn.class);
    }

    @Test
    void a_code_of_one_provider_is_rejected_by_another() {
        begin(Provider.GITHUB, null);
        String state = begin(Provider.GOOGLE, null);

        assertThat(complete(state, BROWSER, granted(Provider.GITHUB)))
                .isEqualTo(new Result.Refused(Reason.PROVIDER_FAILED, null));
    }

    @Test
    void a_denied_or_unusable_answer_is_refused_and_uses_the_state_up() {
        String denied = begin(Provider.GOOGLE, null);
        String unusable = begin(Provider.GOOGLE, Club.RETURN_URL);

        assertThat(complete(denied, BROWSER, new ProviderAnswer.Denied()))
                .isEqualTo(new Result.Refused(Reason.DENIED, null));
        assertThat(complete(unusable, BROWSER, new ProviderAnswer.Unusable()))
                .isEqualTo(new Result.Refused(Reason.PROVIDER_FAILED, Club.RETURN_URL));
        assertThat(complete(denied, BROWSER, granted(Provider.GOOGLE))).isEqualTo(new Result.StateInvalid());
    }

    @Test
    void an_answer_without_a_code_is_refused_and_uses_the_state_up() {
        String state = begin(Provider.GOOGLE, Club.RETURN_URL);

        assertThat(complete(state, BROWSER, new ProviderAnswer.CodeMissing()))
                .isEqualTo(new Result.Refused(Reason.CODE_MISSING, Club.RETURN_URL));
        assertThat(complete(state, BROWSER, granted(Provider.GOOGLE))).isEqualTo(new Result.StateInvalid());
    }

    @Test
    void reports_why_a_user_is_not_signed_in() {
        String unverified = begin(Provider.GOOGLE, Club.RETURN_URL);
        club.providers.grant(
                "code of GOOGLE", Provider.GOOGLE, new ExternalIdentity(new Subject("google", "2"), null, "Ada"));
        assertThat(complete(unverified, BROWSER, granted(Provider.GOOGLE)))
                .isEqualTo(new Result.Refused(Reason.EMAIL_UNVERIFIED, Club.RETURN_URL));

        club.join(UserFixture.user().email("ada@example.com").inactive());
        assertThat(complete(begin(Provider.GOOGLE, null), BROWSER, granted(Provider.GOOGLE)))
                .isEqualTo(new Result.Refused(Reason.INACTIVE, null));

        String down = begin(Provider.GOOGLE, null);
        club.providers.goDown();
        assertThat(complete(down, BROWSER, granted(Provider.GOOGLE)))
                .isEqualTo(new Result.Refused(Reason.PROVIDER_FAILED, null));
    }

    @Test
    void does_not_begin_with_an_unconfigured_or_failing_provider_or_an_unlisted_return_address() {
        for (String url : List.of(Club.RETURN_URL + "/", Club.RETURN_URL + "?x", "https://evil.example/", "")) {
            assertThat(tryToBegin(Provider.GOOGLE, url)).isEqualTo(new BeginExternalSignIn.Result.ReturnNotAllowed());
        }
        String begun = begin(Provider.FACEBOOK, null);
        club.providers.switchOff(Provider.FACEBOOK);
        assertThat(tryToBegin(Provider.FACEBOOK, null)).isEqualTo(new BeginExternalSignIn.Result.NotConfigured());
        assertThat(complete(begun, BROWSER, granted(Provider.FACEBOOK))).isEqualTo(new Result.StateInvalid());
        club.providers.goDown();
        assertThat(tryToBegin(Provider.GOOGLE, null)).isEqualTo(new BeginExternalSignIn.Result.ProviderFailed());
    }

    @Test
    void a_code_opens_a_session_once_within_a_minute() {
        String code = code(begin(Provider.GOOGLE, Club.RETURN_URL));
        String late = code(begin(Provider.GOOGLE, Club.RETURN_URL));

        club.clock.advance(Duration.ofSeconds(60).minusMillis(1));
        assertThat(exchange(code)).isInstanceOf(ExchangeSignInCode.Result.SignedIn.class);
        assertThat(exchange(code)).isEqualTo(new ExchangeSignInCode.Result.Refused());
        club.clock.advance(Duration.ofMillis(1));
        assertThat(exchange(late)).isEqualTo(new ExchangeSignInCode.Result.Refused());
        assertThat(exchange("made up")).isEqualTo(new ExchangeSignInCode.Result.Refused());
    }

    @Test
    void a_code_is_revoked_with_the_tokens_of_its_user() {
        String code = code(begin(Provider.GOOGLE, Club.RETURN_URL));
        User user = club.users.findByEmail(new Email("ada@example.com")).orElseThrow();
        UserChange off = UserChange.NOTHING.withActive(false);
        club.users.update(user.changed(off, Club.NOW));

        assertThat(exchange(code)).isEqualTo(new ExchangeSignInCode.Result.Refused());
    }

    @Test
    void a_code_is_revoked_with_the_tokens_of_an_active_user() {
        String code = code(begin(Provider.GOOGLE, Club.RETURN_URL));
        User user = club.users.findByEmail(new Email("ada@example.com")).orElseThrow();
        club.users.update(user.reclaimed(Club.NOW));

        assertThat(exchange(code)).isEqualTo(new ExchangeSignInCode.Result.Refused());
    }
}
