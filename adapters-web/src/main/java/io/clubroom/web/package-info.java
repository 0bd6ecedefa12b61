/** The REST interface. */
@NullMarked
package io.clubroom.web;

import org.jspecify.annotations.NullMarked;
