/** What an operator changes on a running server. */
@NullMarked
package io.clubroom.domain.operation;

import org.jspecify.annotations.NullMarked;
