/** Passkeys and challenges, in memory. */
@NullMarked
package io.clubroom.memory.passkey;

import org.jspecify.annotations.NullMarked;
