/** Use cases for passkeys. */
@NullMarked
package io.clubroom.application.passkey;

import org.jspecify.annotations.NullMarked;
