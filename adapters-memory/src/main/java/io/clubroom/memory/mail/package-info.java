/** In-memory outbox and links in mails. */
@NullMarked
package io.clubroom.memory.mail;

import org.jspecify.annotations.NullMarked;
