/** Completes the OpenAPI document when {@code adapters-web} is compiled. */
@NullMarked
package io.clubroom.openapi;

import org.jspecify.annotations.NullMarked;
