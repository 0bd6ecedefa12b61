/** Makes beans of the use cases and of what they need. */
@NullMarked
package io.clubroom.bootstrap.core;

import org.jspecify.annotations.NullMarked;
