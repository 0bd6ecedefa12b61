/** The error codes of the REST API. */
@NullMarked
package io.clubroom.web.error;

import org.jspecify.annotations.NullMarked;
