/** What the server needs to speak TLS. */
@NullMarked
package io.clubroom.bootstrap.https;

import org.jspecify.annotations.NullMarked;
