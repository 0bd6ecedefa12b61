/** Tests of the use cases, over in-memory adapters. */
@NullMarked
package io.clubroom.application;

import org.jspecify.annotations.NullMarked;
