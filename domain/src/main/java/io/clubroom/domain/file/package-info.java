/** Files of users: attachments of messages, their contents, and pictures of users. */
@NullMarked
package io.clubroom.domain.file;

import org.jspecify.annotations.NullMarked;
