/** Whether the server is well. */
@NullMarked
package io.clubroom.web.health;

import org.jspecify.annotations.NullMarked;
