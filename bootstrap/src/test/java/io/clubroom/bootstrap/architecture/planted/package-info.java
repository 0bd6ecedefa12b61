/** Modules like Clubroom's with a violation of every architecture rule. */
@NullMarked
package io.clubroom.bootstrap.architecture.planted;

import org.jspecify.annotations.NullMarked;
