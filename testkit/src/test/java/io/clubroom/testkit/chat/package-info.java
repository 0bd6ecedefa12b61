@NullMarked
package io.clubroom.testkit.chat;

import org.jspecify.annotations.NullMarked;
