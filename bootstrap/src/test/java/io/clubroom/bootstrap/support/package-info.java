/** What the tests of whole servers are made with. */
@NullMarked
package io.clubroom.bootstrap.support;

import org.jspecify.annotations.NullMarked;
