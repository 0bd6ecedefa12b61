/** Factories that make beans of the core's use cases. */
@NullMarked
package io.clubroom.bootstrap.core;

import org.jspecify.annotations.NullMarked;
