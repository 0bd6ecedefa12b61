/** What users are told about rooms that their connections are not in: new rooms, new messages, and what they have read elsewhere. */
@NullMarked
package io.clubroom.application.chat.feed;

import org.jspecify.annotations.NullMarked;
