/** Tests of pages in a browser. */
@NullMarked
package io.clubroom.testkit.browser;

import org.jspecify.annotations.NullMarked;
