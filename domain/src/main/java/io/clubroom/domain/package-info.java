/** What every feature of the core shares. */
@NullMarked
package io.clubroom.domain;

import org.jspecify.annotations.NullMarked;
