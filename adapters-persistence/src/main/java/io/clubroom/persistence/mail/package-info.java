/** The outbox, and links in mails, in PostgreSQL. */
@NullMarked
package io.clubroom.persistence.mail;

import org.jspecify.annotations.NullMarked;
