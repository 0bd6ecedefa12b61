/** Use cases for having second factors: add, remove, renew, list. */
@NullMarked
package io.clubroom.application.enrollment;

import org.jspecify.annotations.NullMarked;
