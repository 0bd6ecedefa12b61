/** Violations in an adapter. */
@NullMarked
package io.clubroom.bootstrap.architecture.planted.web;

import org.jspecify.annotations.NullMarked;
