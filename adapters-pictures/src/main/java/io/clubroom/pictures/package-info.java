/** What the contents of files are, by their bytes alone, and pictures that are made anew from them. */
@NullMarked
package io.clubroom.pictures;

import org.jspecify.annotations.NullMarked;
