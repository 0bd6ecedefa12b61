/** E-mail: what is sent, the outbox, and the links in mails. */
@NullMarked
package io.clubroom.domain.mail;

import org.jspecify.annotations.NullMarked;
