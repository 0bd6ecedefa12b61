package io.clubroom.domain.password;

/** What is stored of a password: a salted hash in the modular crypt format. */
public record PasswordHash(String value) {
    @Override
    public String toString() {
        return "PasswordHash[hidden]";
    }
}
