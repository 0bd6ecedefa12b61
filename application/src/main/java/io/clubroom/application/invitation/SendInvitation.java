package io.clubroom.application.invitation;

import io.clubroom.application.mail.SendMail;
import io.clubroom.domain.PublicUrl;
import io.clubroom.domain.invitation.Invitation;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Sends the link of an invitation. */
public final class SendInvitation {
    private final Users users;
    private final SendMail sendMail;
    private final PublicUrl publicUrl;

    public SendInvitation(Users users, SendMail sendMail, PublicUrl publicUrl) {
        this.users = users;
        this.sendMail = sendMail;
        this.publicUrl = publicUrl;
    }

    /** Sends the link in the current transaction. */
    public void send(Invitation invitation, String token) {
        UserId invitedBy = invitation.invitedBy();
        Optional<User> inviter = invitedBy == null ? Optional.empty() : users.find(invitedBy);
        sendMail.send(
                MailKind.INVITATION,
                invitation.email(),
                Map.of(
                        "inviter",
                        inviter.map(User::fullName).map(FullName::value).orElse("Somebody"),
                        "role",
                        invitation.role().text(),
                        "rooms",
                        invitation.rooms().stream().map(Object::toString).collect(Collectors.joining(", ")),
                        "link",
                        publicUrl.get() + "/invitation?token=" + token,
                        "days",
                        String.valueOf(Invitation.LIFETIME.toDays())),
                invitation.expiresAt());
    }
}
