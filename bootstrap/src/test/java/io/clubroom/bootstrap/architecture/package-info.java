/** The rules that the modules keep, and the proof that a breach of each is seen. */
@NullMarked
package io.clubroom.bootstrap.architecture;

import org.jspecify.annotations.NullMarked;
