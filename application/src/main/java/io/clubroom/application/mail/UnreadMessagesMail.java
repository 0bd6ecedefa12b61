package io.clubroom.application.mail;

import io.clubroom.domain.PublicUrl;
import io.clubroom.domain.chat.Absences;
import io.clubroom.domain.chat.Notices;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.UnreadMessages;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.mail.Outbox.DueMail;
import io.clubroom.domain.user.EmailNotices;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Mails of kind {@link MailKind#UNREAD_MESSAGES}. The outbox stores only the recipient, the room and the absence; the content is written
 * when the mail is sent.
 */
final class UnreadMessagesMail {
    /** The maximum number of messages shown in a mail. */
    static final int SHOWN = 5;

    private static final String ROOM = "room_id";
    private static final String ABSENCE = "absence";

    private final Users users;
    private final Absences absences;
    private final Notices notices;
    private final UnsubscribeTokens unsubscribeTokens;
    private final PublicUrl publicUrl;

    UnreadMessagesMail(
            Users users, Absences absences, Notices notices, UnsubscribeTokens unsubscribeTokens, PublicUrl publicUrl) {
        this.users = users;
        this.absences = absences;
        this.notices = notices;
        this.unsubscribeTokens = unsubscribeTokens;
        this.publicUrl = publicUrl;
    }

    /** The variables stored in the outbox. */
    static Map<String, String> content(RoomId room, long absence) {
        return Map.of(ROOM, room.value(), ABSENCE, Long.toString(absence));
    }

    /** The variables of the subject's template. They show nothing of a room, because administrators see the subjects of mails. */
    static Map<String, String> ofSubject(User user) {
        return Map.of("name", user.fullName().value(), "room", "", "messages", "", "more", "", "unsubscribe_link", "");
    }

    static boolean isWantedBy(User user) {
        return user.active() && user.emailVerified() && user.emailNotices() == EmailNotices.DIRECT_AND_MENTIONS;
    }

    /** Writes a mail; empty if there is nothing to notify the user of any more. */
    Optional<Written> write(DueMail due) {
        UserId recipient = Objects.requireNonNull(due.recipient());
        RoomId room = new RoomId(value(due, ROOM));
        long absence = Long.parseLong(value(due, ABSENCE));
        Optional<Written> written = users.find(recipient)
                .filter(UnreadMessagesMail::isWantedBy)
                .filter(user -> user.email().equals(due.mail().to()))
                .filter(user -> absences.find(recipient)
                        .filter(present -> present.number() == absence)
                        .isPresent())
                .flatMap(user -> notices.unreadIn(room, user, absence, SHOWN)
                        .map(unread -> new Written(
                                variables(user, unread),
                                () -> notices.told(recipient, room, absence, unread.lastSeq()))));
        if (written.isEmpty()) {
            notices.withdrawn(recipient, room, absence);
        }
        return written;
    }

    private static String value(DueMail due, String variable) {
        return Objects.requireNonNull(due.mail().variables().get(variable));
    }

    private Map<String, String> variables(User user, UnreadMessages unread) {
        long more = unread.count() - unread.first().size();
        return Map.of(
                "name",
                user.fullName().value(),
                "room",
                unread.roomName().value(),
                "messages",
                unread.first().stream().map(UnreadMessagesMail::text).collect(Collectors.joining("\n\n")),
                "more",
                more == 0 ? "" : Long.toString(more),
                "unsubscribe_link",
                unsubscribeTokens.link(user.id(), Subscription.UNREAD_MESSAGES, publicUrl));
    }

    private static String text(UnreadMessages.Line line) {
        String sender = line.sender() == null ? "Deleted user" : line.sender().value();
        String text = line.text().value();
        return sender + ", " + MailTimes.text(line.createdAt()) + ":\n"
                + (text.isBlank() && line.hasFiles() ? "(sent files)" : text);
    }

    /** @param whenSent stores that the user was notified; to be called once the mail is sent */
    record Written(Map<String, String> variables, Runnable whenSent) {}
}
