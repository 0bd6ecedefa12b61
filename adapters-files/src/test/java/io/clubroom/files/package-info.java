/** Tests of the stores of contents. */
@NullMarked
package io.clubroom.files;

import org.jspecify.annotations.NullMarked;
