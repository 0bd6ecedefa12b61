@NullMarked
package io.clubroom.chat;

import org.jspecify.annotations.NullMarked;
