/** Use cases for managing second factors: add, remove, renew, list. */
@NullMarked
package io.clubroom.application.enrollment;

import org.jspecify.annotations.NullMarked;
