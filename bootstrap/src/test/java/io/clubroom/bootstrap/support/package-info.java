/** Servers, clients, databases and proxies for the tests of whole servers. */
@NullMarked
package io.clubroom.bootstrap.support;

import org.jspecify.annotations.NullMarked;
