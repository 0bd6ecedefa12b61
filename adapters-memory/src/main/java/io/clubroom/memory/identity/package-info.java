/** OAuth identities, sign-in attempts and sign-in codes kept in memory. */
@NullMarked
package io.clubroom.memory.identity;

import org.jspecify.annotations.NullMarked;
