@NullMarked
package io.clubroom.webauthn;

import org.jspecify.annotations.NullMarked;
