package io.clubroom.web.user;

import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.PhoneNumber;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Mapper;
import org.mapstruct.MappingConstants;

/** Maps users to response bodies. */
@Mapper(componentModel = MappingConstants.ComponentModel.JAKARTA)
public interface UserBodies {
    UserBody of(User user);

    default UUID map(UserId id) {
        return id.value();
    }

    default String map(Username username) {
        return username.value();
    }

    default String map(Email email) {
        return email.value();
    }

    default String map(FullName fullName) {
        return fullName.value();
    }

    default @Nullable String map(@Nullable PhoneNumber phoneNumber) {
        return phoneNumber == null ? null : phoneNumber.value();
    }

    default String map(Role role) {
        return role.text();
    }
}
