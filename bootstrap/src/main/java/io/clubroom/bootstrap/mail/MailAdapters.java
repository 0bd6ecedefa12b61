package io.clubroom.bootstrap.mail;

import io.clubroom.bootstrap.settings.MailSettings;
import io.clubroom.domain.PublicUrl;
import io.clubroom.domain.mail.MailTemplates;
import io.clubroom.domain.mail.Mailer;
import io.clubroom.mail.FileMailer;
import io.clubroom.mail.PebbleTemplates;
import io.clubroom.mail.SmtpMailer;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

@Factory
final class MailAdapters {
    /** Created eagerly, so that a broken custom template fails the start. */
    @Context
    @Bean(typed = {PebbleTemplates.class, MailTemplates.class})
    PebbleTemplates templates(MailSettings settings, PublicUrl publicUrl) {
        return new PebbleTemplates(publicUrl::get, settings.templates().orElse(null));
    }

    @Singleton
    Mailer mailer(MailSettings settings, PebbleTemplates templates) {
        return settings.server()
                .<Mailer>map(server -> new SmtpMailer(server, settings.from(), templates))
                .orElseGet(() -> new FileMailer(settings.folder(), settings.from(), templates));
    }
}
