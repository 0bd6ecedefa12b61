/** Contracts of the ports of files. */
@NullMarked
package io.clubroom.testkit.file;

import org.jspecify.annotations.NullMarked;
