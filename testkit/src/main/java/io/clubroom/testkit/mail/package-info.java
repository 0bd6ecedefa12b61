/** The contracts of the outbox and of links in mails. */
@NullMarked
package io.clubroom.testkit.mail;

import org.jspecify.annotations.NullMarked;
