package io.clubroom.domain.chat;

import java.time.Duration;

/** How long a user must have been absent, and a message unread, before the user is notified of it by mail. */
public record NoticeDelay(Duration length) {}
