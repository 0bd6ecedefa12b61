package io.clubroom.domain.password;

/** A salted password hash in the modular crypt format. */
public record PasswordHash(String value) {
    @Override
    public String toString() {
        return "PasswordHash[hidden]";
    }
}
