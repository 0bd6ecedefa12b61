/** Stores of contents: a folder, and S3. */
@NullMarked
package io.clubroom.files;

import org.jspecify.annotations.NullMarked;
