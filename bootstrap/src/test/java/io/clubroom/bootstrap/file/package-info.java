@NullMarked
package io.clubroom.bootstrap.file;

import org.jspecify.annotations.NullMarked;
