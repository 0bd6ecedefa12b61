@NullMarked
package io.clubroom.bootstrap.mail;

import org.jspecify.annotations.NullMarked;
