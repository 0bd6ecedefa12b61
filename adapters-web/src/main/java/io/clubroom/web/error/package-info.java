/** Error responses, all in one format. */
@NullMarked
package io.clubroom.web.error;

import org.jspecify.annotations.NullMarked;
