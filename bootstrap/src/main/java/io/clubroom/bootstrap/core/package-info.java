/** Makes the use cases of the core beans. */
@NullMarked
package io.clubroom.bootstrap.core;

import org.jspecify.annotations.NullMarked;
