/** Files over REST: in one piece, and as uploads that can be resumed. */
@NullMarked
package io.clubroom.web.file;

import org.jspecify.annotations.NullMarked;
