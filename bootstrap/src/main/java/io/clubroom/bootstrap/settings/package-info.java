/** The server's settings: the one place that reads the environment. */
@NullMarked
package io.clubroom.bootstrap.settings;

import org.jspecify.annotations.NullMarked;
