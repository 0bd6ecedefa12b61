/** The use cases over adapters that keep everything in memory. */
@NullMarked
package io.clubroom.application;

import org.jspecify.annotations.NullMarked;
