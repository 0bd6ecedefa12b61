@NullMarked
package io.clubroom.bootstrap.core;

import org.jspecify.annotations.NullMarked;
