package io.clubroom.web.client;

import io.clubroom.domain.chat.moderation.ModerationLog;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs each action of a moderator in one line: by whom, against whom, in which room, until when and why. */
@Singleton
public final class ModerationAudit implements ModerationLog {
    private static final Logger LOG = LoggerFactory.getLogger(ModerationAudit.class);

    @Override
    public void record(Entry entry) {
        StringBuilder line = new StringBuilder(text(entry.act()))
                .append(": actor ")
                .append(entry.actor())
                .append(", account ")
                .append(entry.user() == null ? "deleted" : entry.user())
                .append(", room ")
                .append(oneLine(entry.room().value()));
        if (entry.message() != null) {
            line.append(", message ").append(entry.message());
        }
        if (entry.act() != Act.MESSAGE_DELETED) {
            line.append(", until ").append(entry.until() == null ? "lifted" : entry.until());
        }
        if (entry.reason() != null) {
            line.append(", reason ").append(oneLine(entry.reason().value()));
        }
        LOG.info("{}", line);
    }

    private static String text(Act act) {
        return switch (act) {
            case MUTED -> "Muted";
            case MUTE_LIFTED -> "Mute lifted";
            case BANNED -> "Banned";
            case BAN_LIFTED -> "Ban lifted";
            case MESSAGE_DELETED -> "Message deleted by another";
        };
    }

    /** Replaces line breaks in text written by users, which could forge log lines. */
    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ");
    }
}
