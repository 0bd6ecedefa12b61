/** Metrics for Prometheus. */
@NullMarked
package io.clubroom.web.metrics;

import org.jspecify.annotations.NullMarked;
