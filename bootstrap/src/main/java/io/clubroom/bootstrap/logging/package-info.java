/** How the server writes its log. */
@NullMarked
package io.clubroom.bootstrap.logging;

import org.jspecify.annotations.NullMarked;
