package io.clubroom.testkit.user;

import io.clubroom.domain.password.PasswordHash;
import io.clubroom.domain.user.AvatarId;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.EmailNotices;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.PhoneNumber;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Builds users for tests, with unique names and ids. A test sets only the fields that matter to it. */
public final class UserFixture {
    /** The default creation time. */
    public static final Instant CREATED_AT = Instant.parse("2025-03-06T22:05:39.123456Z");

    private static final AtomicInteger NEXT = new AtomicInteger(1);

    private UserId id = new UserId(UUID.randomUUID());
    private Username username;
    private Email email;
    private boolean emailVerified;
    private boolean mustVerifyEmail;
    private @Nullable PasswordHash passwordHash = new PasswordHash("$quick$1$1$none");
    private FullName fullName;
    private @Nullable PhoneNumber phoneNumber;
    private Role role = Role.CLIENT;
    private boolean active = true;
    private boolean announcements = true;
    private boolean readReceipts = true;
    private EmailNotices emailNotices = EmailNotices.DIRECT_AND_MENTIONS;
    private @Nullable AvatarId avatar;
    private Instant createdAt = CREATED_AT;
    private @Nullable Instant updatedAt;
    private long version;
    private int tokenVersion;

    private UserFixture(int number) {
        username = new Username("user" + number);
        email = new Email("user" + number + "@example.com");
        fullName = new FullName("User Number " + number);
    }

    /** An active client without a phone number. */
    public static UserFixture user() {
        return new UserFixture(NEXT.getAndIncrement());
    }

    public static UserFixture admin() {
        return user().role(Role.ADMIN);
    }

    /** A user with a value in every field, none of them the default. */
    public static UserFixture complete() {
        return admin().username("J.Smith-1_")
                .email("John.Smith@Example.COM")
                .verified()
                .mustVerifyEmail()
                .fullName("Zoë 木村 𝒜\u0301da O'Neil")
                .phoneNumber("+1 (234) 567-890")
                .passwordHash(new PasswordHash("$2b$12$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234"))
                .inactive()
                .withoutAnnouncements()
                .withoutReadReceipts()
                .withoutEmailNotices()
                .avatar("7d2c5cc1-3d2c-4b6b-9c3f-0c9b2f1d8a11")
                .createdAt(Instant.parse("2031-12-31T23:59:59.999999Z"))
                .updatedAt(Instant.parse("2032-01-01T00:00:00.000001Z"))
                .version(7)
                .tokenVersion(3);
    }

    /** A change of every field. */
    public static UserChange changeOfEveryField() {
        return UserChange.NOTHING
                .withUsername(new Username("renamed"))
                .withEmail(new Email("renamed@example.com"))
                .withFullName(new FullName("Somebody Else"))
                .withPhoneNumber(new PhoneNumber("+1 987 654 321"))
                .withRole(Role.ADMIN)
                .withActive(false)
                .withAnnouncements(false)
                .withReadReceipts(false)
                .withEmailNotices(EmailNotices.OFF)
                .withPasswordHash(new PasswordHash("another hash"));
    }

    /** A change that clears every optional field. */
    public static UserChange clearingOptionalFields() {
        return UserChange.NOTHING.withoutPhoneNumber();
    }

    public UserFixture id(String id) {
        this.id = UserId.of(id);
        return this;
    }

    /** Not validated. */
    public UserFixture username(String username) {
        this.username = new Username(username);
        return this;
    }

    /** Not validated. */
    public UserFixture email(String email) {
        this.email = new Email(email);
        return this;
    }

    public UserFixture verified() {
        this.emailVerified = true;
        return this;
    }

    public UserFixture mustVerifyEmail() {
        this.mustVerifyEmail = true;
        return this;
    }

    public UserFixture passwordHash(@Nullable PasswordHash passwordHash) {
        this.passwordHash = passwordHash;
        return this;
    }

    /** Not validated. */
    public UserFixture fullName(String fullName) {
        this.fullName = new FullName(fullName);
        return this;
    }

    public UserFixture phoneNumber(String phoneNumber) {
        this.phoneNumber = new PhoneNumber(phoneNumber);
        return this;
    }

    public UserFixture role(Role role) {
        this.role = role;
        return this;
    }

    public UserFixture inactive() {
        this.active = false;
        return this;
    }

    public UserFixture withoutAnnouncements() {
        this.announcements = false;
        return this;
    }

    public UserFixture withoutReadReceipts() {
        this.readReceipts = false;
        return this;
    }

    public UserFixture withoutEmailNotices() {
        this.emailNotices = EmailNotices.OFF;
        return this;
    }

    public UserFixture avatar(String avatar) {
        this.avatar = new AvatarId(UUID.fromString(avatar));
        return this;
    }

    public UserFixture createdAt(Instant createdAt) {
        this.createdAt = createdAt;
        return this;
    }

    /** The default is the creation time. */
    public UserFixture updatedAt(Instant updatedAt) {
        this.updatedAt = updatedAt;
        return this;
    }

    public UserFixture version(long version) {
        this.version = version;
        return this;
    }

    public UserFixture tokenVersion(int tokenVersion) {
        this.tokenVersion = tokenVersion;
        return this;
    }

    public User build() {
        return new User(
                id,
                username,
                email,
                emailVerified,
                mustVerifyEmail,
                passwordHash,
                fullName,
                phoneNumber,
                role,
                active,
                announcements,
                readReceipts,
                emailNotices,
                avatar,
                createdAt,
                updatedAt == null ? createdAt : updatedAt,
                version,
                tokenVersion);
    }
}
