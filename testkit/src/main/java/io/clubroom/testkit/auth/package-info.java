/** What signing in needs, kept in memory, and the contracts of the ports around it. */
@NullMarked
package io.clubroom.testkit.auth;

import org.jspecify.annotations.NullMarked;
