/** Files in memory. */
@NullMarked
package io.clubroom.memory.file;

import org.jspecify.annotations.NullMarked;
