@NullMarked
package io.clubroom.pictures;

import org.jspecify.annotations.NullMarked;
