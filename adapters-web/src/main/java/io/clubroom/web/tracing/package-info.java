/** What a request did when, for the log and for a tracing system. */
@NullMarked
package io.clubroom.web.tracing;

import org.jspecify.annotations.NullMarked;
