/** The server's settings. Only this package reads the environment. */
@NullMarked
package io.clubroom.bootstrap.settings;

import org.jspecify.annotations.NullMarked;
