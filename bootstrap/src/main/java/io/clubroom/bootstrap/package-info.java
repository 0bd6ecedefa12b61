/** The composition root: the one place that knows the core, the adapters and the framework. */
@NullMarked
package io.clubroom.bootstrap;

import org.jspecify.annotations.NullMarked;
