/** The architecture rules, with a planted violation of each. */
@NullMarked
package io.clubroom.bootstrap.architecture;

import org.jspecify.annotations.NullMarked;
