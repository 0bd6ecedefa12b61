/** Certificates for TLS. */
@NullMarked
package io.clubroom.bootstrap.https;

import org.jspecify.annotations.NullMarked;
