/** Sending and reading files. */
@NullMarked
package io.clubroom.application.file;

import org.jspecify.annotations.NullMarked;
