/** Mails: their texts from templates, and how they leave: over SMTP, or into files. */
@NullMarked
package io.clubroom.mail;

import org.jspecify.annotations.NullMarked;
