package io.clubroom.domain.user;

import static io.clubroom.domain.user.UserChange.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.password.PasswordHash;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserTest {
    private static final Instant CREATED_AT = Instant.parse("2025-03-06T22:05:39Z");
    private static final Instant NOW = CREATED_AT.plus(Duration.ofDays(1));

    private static User user(Role role, boolean active) {
        return User.registered(
                        new UserId(new UUID(1, 2)),
                        new Username("jsmith"),
                        new Email("john@example.com"),
                        new FullName("John Smith"),
                        role,
                        CREATED_AT)
                .withVerifiedEmail()
                .with(NOTHING.withPhoneNumber(new PhoneNumber("+1 234 567 890")).withActive(active))
                .changed(NOTHING.withPasswordHash(new PasswordHash("old")), CREATED_AT)
                .changed(NOTHING, CREATED_AT);
    }

    private static UserChange change(@Nullable Role role, @Nullable Boolean active, @Nullable PasswordHash hash) {
        return NOTHING.withRole(role).withActive(active).withPasswordHash(hash);
    }

    @Test
    void a_registered_user_is_active_at_version_0_with_an_unverified_address() {
        User user = User.registered(
                new UserId(new UUID(1, 2)),
                new Username("jsmith"),
                new Email("john@example.com"),
                new FullName("John Smith"),
                Role.TRAINER,
                NOW);

        assertThat(user.id()).isEqualTo(new UserId(new UUID(1, 2)));
        assertThat(user.username()).isEqualTo(new Username("jsmith"));
        assertThat(user.email()).isEqualTo(new Email("john@example.com"));
        assertThat(user.emailVerified()).isFalse();
        assertThat(user.fullName()).isEqualTo(new FullName("John Smith"));
        assertThat(user.role()).isEqualTo(Role.TRAINER);
        assertThat(user.active()).isTrue();
        assertThat(user.createdAt()).isEqualTo(NOW);
        assertThat(user.updatedAt()).isEqualTo(NOW);
        assertThat(user.version()).isZero();
        assertThat(user.tokenVersion()).isZero();
        assertThat(user.passwordHash()).isNull();
        assertThat(user.phoneNumber()).isNull();
    }

    @Test
    void changes_every_field_that_the_change_names() {
        UserChange everything = NOTHING.withUsername(new Username("renamed"))
                .withEmail(new Email("renamed@example.com"))
                .withFullName(new FullName("Somebody Else"))
                .withPhoneNumber(new PhoneNumber("+1 987 654 321"))
                .withRole(Role.ADMIN)
                .withActive(false)
                .withPasswordHash(new PasswordHash("new"));

        User user = user(Role.CLIENT, true);
        User changed = user.changed(everything, NOW);

        assertThat(changed.id()).isEqualTo(user.id());
        assertThat(changed.username()).isEqualTo(new Username("renamed"));
        assertThat(changed.email()).isEqualTo(new Email("renamed@example.com"));
        assertThat(changed.emailVerified()).isFalse();
        assertThat(changed.passwordHash()).isEqualTo(new PasswordHash("new"));
        assertThat(changed.fullName()).isEqualTo(new FullName("Somebody Else"));
        assertThat(changed.phoneNumber()).isEqualTo(new PhoneNumber("+1 987 654 321"));
        assertThat(changed.role()).isEqualTo(Role.ADMIN);
        assertThat(changed.active()).isFalse();
        assertThat(changed.createdAt()).isEqualTo(CREATED_AT);
        assertThat(changed.updatedAt()).isEqualTo(NOW);
        assertThat(changed.version()).isEqualTo(3);
        assertThat(changed.tokenVersion()).isEqualTo(2);
    }

    @Test
    void keeps_what_the_change_does_not_name() {
        User user = user(Role.TRAINER, true);

        assertThat(user.changed(NOTHING, NOW))
                .usingRecursiveComparison()
                .ignoringFields("updatedAt", "version")
                .isEqualTo(user);
    }

    @Test
    void clears_the_phone_number_only_on_request() {
        UserChange clears = NOTHING.withoutPhoneNumber();

        assertThat(user(Role.CLIENT, true).changed(clears, NOW).phoneNumber()).isNull();
        assertThat(user(Role.CLIENT, true).changed(NOTHING, NOW).phoneNumber())
                .isEqualTo(new PhoneNumber("+1 234 567 890"));
    }

    @ParameterizedTest
    @CsvSource({
        "ADMIN, TRAINER, true",
        "ADMIN, CLIENT, true",
        "TRAINER, CLIENT, true",
        "CLIENT, TRAINER, false",
        "CLIENT, ADMIN, false",
        "TRAINER, ADMIN, false",
        "ADMIN, ADMIN, false",
        "TRAINER, TRAINER, false",
        "CLIENT, CLIENT, false"
    })
    void a_lower_role_ends_tokens_and_no_other(Role before, Role after, boolean endsTokens) {
        assertThat(user(before, true).changed(change(after, null, null), NOW).tokenVersion())
                .isEqualTo(endsTokens ? 2 : 1);
    }

    @ParameterizedTest
    @CsvSource({"true, false, true", "true, true, false", "false, true, false", "false, false, false"})
    void deactivation_ends_tokens_and_activation_does_not(boolean before, boolean after, boolean endsTokens) {
        assertThat(user(Role.CLIENT, before)
                        .changed(change(null, after, null), NOW)
                        .tokenVersion())
                .isEqualTo(endsTokens ? 2 : 1);
    }

    @Test
    void a_new_password_ends_tokens() {
        assertThat(user(Role.CLIENT, true)
                        .changed(change(null, null, new PasswordHash("new")), NOW)
                        .tokenVersion())
                .isEqualTo(2);
    }

    @Property(generation = GenerationMode.EXHAUSTIVE)
    void every_change_has_one_new_version_and_at_most_one_new_token_version(
            @ForAll Role role,
            @ForAll boolean active,
            @ForAll("roles") @Nullable Role newRole,
            @ForAll("activities") @Nullable Boolean newActive,
            @ForAll boolean newPassword) {
        User user = user(role, active);

        User changed = user.changed(change(newRole, newActive, newPassword ? new PasswordHash("new") : null), NOW);

        boolean loses = changed.role().compareTo(role) < 0 || (active && !changed.active());
        assertThat(changed.tokenVersion()).isEqualTo(loses || newPassword ? 2 : 1);
        assertThat(changed.version()).isEqualTo(3);
        assertThat(changed.updatedAt()).isEqualTo(NOW);
        assertThat(changed.createdAt()).isEqualTo(CREATED_AT);
        assertThat(changed.role()).isEqualTo(newRole == null ? role : newRole);
        assertThat(changed.active()).isEqualTo(newActive == null ? active : newActive);
        assertThat(changed.passwordHash()).isEqualTo(new PasswordHash(newPassword ? "new" : "old"));
    }

    @Provide
    Arbitrary<Role> roles() {
        return Arbitraries.of(null, Role.CLIENT, Role.TRAINER, Role.ADMIN);
    }

    @Provide
    Arbitrary<Boolean> activities() {
        return Arbitraries.of(null, true, false);
    }

    @Property(generation = GenerationMode.EXHAUSTIVE)
    void only_an_active_user_with_the_role_admin_is_an_active_administrator(@ForAll Role role, @ForAll boolean active) {
        assertThat(user(role, active).isActiveAdmin()).isEqualTo(role == Role.ADMIN && active);
    }

    @ParameterizedTest
    @CsvSource({"john@example.com, true", "JOHN@Example.com, true", "john@example.org, false"})
    void a_different_address_is_unverified(String address, boolean verified) {
        UserChange change = NOTHING.withEmail(new Email(address));

        assertThat(user(Role.CLIENT, true).changed(change, NOW).emailVerified()).isEqualTo(verified);
        assertThat(user(Role.CLIENT, true)
                        .changed(NOTHING.withEmail(new Email("x@example.com")), NOW)
                        .changed(change, NOW)
                        .emailVerified())
                .isFalse();
    }

    @Test
    void a_reclaimed_user_has_a_verified_address_no_password_and_no_valid_tokens() {
        User user = user(Role.TRAINER, true).changed(NOTHING.withEmail(new Email("x@example.com")), NOW);

        User reclaimed = user.reclaimed(NOW.plusSeconds(1));

        assertThat(reclaimed)
                .usingRecursiveComparison()
                .ignoringFields("emailVerified", "passwordHash", "updatedAt", "version", "tokenVersion")
                .isEqualTo(user);
        assertThat(reclaimed.emailVerified()).isTrue();
        assertThat(reclaimed.passwordHash()).isNull();
        assertThat(reclaimed.updatedAt()).isEqualTo(NOW.plusSeconds(1));
        assertThat(reclaimed.version()).isEqualTo(user.version() + 1);
        assertThat(reclaimed.tokenVersion()).isEqualTo(user.tokenVersion() + 1);
    }

    @Test
    void fields_are_added_to_a_new_user_without_a_new_version() {
        User user = user(Role.CLIENT, true);

        User added = user.with(
                NOTHING.withFullName(new FullName("Somebody Else")).withPasswordHash(new PasswordHash("new")));

        assertThat(added)
                .usingRecursiveComparison()
                .ignoringFields("fullName", "passwordHash")
                .isEqualTo(user);
        assertThat(added.fullName()).isEqualTo(new FullName("Somebody Else"));
        assertThat(added.passwordHash()).isEqualTo(new PasswordHash("new"));
    }

    @Test
    void never_prints_the_password_hash() {
        User user = user(Role.CLIENT, true).changed(change(null, null, new PasswordHash("$2b$12$secret")), NOW);

        assertThat(user.toString()).contains("jsmith").doesNotContain("secret");
    }
}
