/** The description of the API, and the page that shows it. */
@NullMarked
package io.clubroom.web.openapi;

import org.jspecify.annotations.NullMarked;
