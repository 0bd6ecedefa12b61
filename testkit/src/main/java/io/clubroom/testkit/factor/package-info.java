/** Contracts of the ports for second factors. */
@NullMarked
package io.clubroom.testkit.factor;

import org.jspecify.annotations.NullMarked;
