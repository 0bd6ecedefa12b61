package io.clubroom.domain.chat;

/** Whom everybody may find in the {@linkplain PeopleDirectory directory}. */
public enum DirectoryScope {
    /** All active users. */
    ALL,
    /** Active users who are in a private or direct room together with whoever asks. */
    SHARED_ROOMS,
    /** Nobody. */
    OFF
}
