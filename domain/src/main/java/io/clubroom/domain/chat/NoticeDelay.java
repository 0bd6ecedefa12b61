package io.clubroom.domain.chat;

import java.time.Duration;

/** How long a user must have been absent, and a message unread, before a mail tells of it. */
public record NoticeDelay(Duration length) {}
