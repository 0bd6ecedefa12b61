/** A house like Clubroom's in which every rule is broken. */
@NullMarked
package io.clubroom.bootstrap.architecture.planted;

import org.jspecify.annotations.NullMarked;
