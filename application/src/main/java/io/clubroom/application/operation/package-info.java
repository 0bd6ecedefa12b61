/** What an administrator may ask of a running server. */
@NullMarked
package io.clubroom.application.operation;

import org.jspecify.annotations.NullMarked;
