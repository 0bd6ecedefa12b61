/** Export of spans. */
@NullMarked
package io.clubroom.bootstrap.tracing;

import org.jspecify.annotations.NullMarked;
