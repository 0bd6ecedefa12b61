/** The contracts of the ports around OAuth identities, and scripted identity providers. */
@NullMarked
package io.clubroom.testkit.identity;

import org.jspecify.annotations.NullMarked;
