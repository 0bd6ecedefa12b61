/** The contracts of the ports for sign-in with a provider's account, and providers for tests. */
@NullMarked
package io.clubroom.testkit.identity;

import org.jspecify.annotations.NullMarked;
