package io.clubroom.persistence.user;

import io.clubroom.domain.password.PasswordHash;
import io.clubroom.domain.user.AvatarId;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.EmailNotices;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.PhoneNumber;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.factory.Mappers;

/** Maps users to rows and back, without validation: stored values may be older than today's rules. */
@Mapper
interface UserRowMapper {
    UserRowMapper USER_ROWS = Mappers.getMapper(UserRowMapper.class);

    @Mapping(target = "avatarId", source = "avatar")
    UserRow toRow(User user);

    // MapStruct takes methods with one parameter that return a user for fluent setters.
    @Mapping(target = "avatar", source = "avatarId")
    @Mapping(target = "reclaimed", ignore = true)
    @Mapping(target = "verified", ignore = true)
    @Mapping(target = "with", ignore = true)
    @Mapping(target = "withoutPassword", ignore = true)
    User toUser(UserRow row);

    default UUID toColumn(UserId id) {
        return id.value();
    }

    default UserId toId(UUID id) {
        return new UserId(id);
    }

    default String toColumn(Username username) {
        return username.value();
    }

    default Username toUsername(String username) {
        return new Username(username);
    }

    default String toColumn(Email email) {
        return email.value();
    }

    default Email toEmail(String email) {
        return new Email(email);
    }

    default @Nullable String toColumn(@Nullable PasswordHash hash) {
        return hash == null ? null : hash.value();
    }

    default @Nullable PasswordHash toPasswordHash(@Nullable String hash) {
        return hash == null ? null : new PasswordHash(hash);
    }

    default String toColumn(FullName name) {
        return name.value();
    }

    default FullName toFullName(String name) {
        return new FullName(name);
    }

    default @Nullable String toColumn(@Nullable PhoneNumber number) {
        return number == null ? null : number.value();
    }

    default @Nullable PhoneNumber toPhoneNumber(@Nullable String number) {
        return number == null ? null : new PhoneNumber(number);
    }

    default @Nullable UUID toColumn(@Nullable AvatarId id) {
        return id == null ? null : id.value();
    }

    default @Nullable AvatarId toAvatarId(@Nullable UUID id) {
        return id == null ? null : new AvatarId(id);
    }

    default String toColumn(Role role) {
        return role.text();
    }

    default Role toRole(String role) {
        return Role.of(role);
    }

    default String toColumn(EmailNotices notices) {
        return notices.text();
    }

    default EmailNotices toEmailNotices(String notices) {
        return EmailNotices.of(notices);
    }
}
