/** What an operator changes, in memory. */
@NullMarked
package io.clubroom.testkit.operation;

import org.jspecify.annotations.NullMarked;
