/** The pages that links in mails lead to. */
@NullMarked
package io.clubroom.web.page;

import org.jspecify.annotations.NullMarked;
