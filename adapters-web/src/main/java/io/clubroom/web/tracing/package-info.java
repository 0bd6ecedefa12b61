/** Request logs and spans. */
@NullMarked
package io.clubroom.web.tracing;

import org.jspecify.annotations.NullMarked;
