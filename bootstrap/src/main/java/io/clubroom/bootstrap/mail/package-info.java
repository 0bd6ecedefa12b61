/** Sends the mails of the outbox in the background. */
@NullMarked
package io.clubroom.bootstrap.mail;

import org.jspecify.annotations.NullMarked;
