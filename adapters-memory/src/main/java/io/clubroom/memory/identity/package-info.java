/** Links to providers' accounts, sign-in attempts and sign-in codes, in memory. */
@NullMarked
package io.clubroom.memory.identity;

import org.jspecify.annotations.NullMarked;
