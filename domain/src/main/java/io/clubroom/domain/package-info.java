/** Types shared by all features of the domain. */
@NullMarked
package io.clubroom.domain;

import org.jspecify.annotations.NullMarked;
