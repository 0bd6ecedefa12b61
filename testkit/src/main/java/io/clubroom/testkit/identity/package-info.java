/** Accounts elsewhere in memory, and what every store of them must do. */
@NullMarked
package io.clubroom.testkit.identity;

import org.jspecify.annotations.NullMarked;
