/** Use cases of mails: verification, new passwords, announcements, the outbox. */
@NullMarked
package io.clubroom.application.mail;

import org.jspecify.annotations.NullMarked;
