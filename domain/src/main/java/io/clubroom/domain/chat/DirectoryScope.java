package io.clubroom.domain.chat;

/** The users whom everybody may find in the {@linkplain PeopleDirectory directory}. */
public enum DirectoryScope {
    /** All active users. */
    ALL,
    /** Active users who share a private or direct room with the searching user. */
    SHARED_ROOMS,
    /** Nobody. */
    OFF
}
