/** E-mail: mails, the outbox, and the links in mails. */
@NullMarked
package io.clubroom.domain.mail;

import org.jspecify.annotations.NullMarked;
