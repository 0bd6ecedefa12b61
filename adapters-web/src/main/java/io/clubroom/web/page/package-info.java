/** The pages to which links in mails lead. */
@NullMarked
package io.clubroom.web.page;

import org.jspecify.annotations.NullMarked;
