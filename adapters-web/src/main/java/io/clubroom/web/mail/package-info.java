/** Mails over REST: verification, new passwords, the outbox and announcements. */
@NullMarked
package io.clubroom.web.mail;

import org.jspecify.annotations.NullMarked;
