/** Use cases for mails: verification, password resets, announcements, the outbox. */
@NullMarked
package io.clubroom.application.mail;

import org.jspecify.annotations.NullMarked;
