/** What the server counts and measures. */
@NullMarked
package io.clubroom.web.metrics;

import org.jspecify.annotations.NullMarked;
