/** Renders mails from templates, and sends them over SMTP or writes them to files. */
@NullMarked
package io.clubroom.mail;

import org.jspecify.annotations.NullMarked;
