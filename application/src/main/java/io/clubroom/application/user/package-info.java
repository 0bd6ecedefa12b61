/** What may be asked about users, and by whom. */
@NullMarked
package io.clubroom.application.user;

import org.jspecify.annotations.NullMarked;
