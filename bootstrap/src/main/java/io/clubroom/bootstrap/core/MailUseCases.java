package io.clubroom.bootstrap.core;

import io.clubroom.application.mail.Announce;
import io.clubroom.application.mail.CheckLink;
import io.clubroom.application.mail.DeliverMails;
import io.clubroom.application.mail.DescribeLink;
import io.clubroom.application.mail.DescribeUnsubscription;
import io.clubroom.application.mail.DisownAccount;
import io.clubroom.application.mail.GetMail;
import io.clubroom.application.mail.LinkCodes;
import io.clubroom.application.mail.ListMails;
import io.clubroom.application.mail.ProcessLinkRequest;
import io.clubroom.application.mail.RequestLink;
import io.clubroom.application.mail.ResetPassword;
import io.clubroom.application.mail.RestoreEmail;
import io.clubroom.application.mail.RetryMail;
import io.clubroom.application.mail.SendLink;
import io.clubroom.application.mail.SendMail;
import io.clubroom.application.mail.SendNotice;
import io.clubroom.application.mail.Unsubscribe;
import io.clubroom.application.mail.UnsubscribeTokens;
import io.clubroom.application.mail.VerifyEmail;
import io.clubroom.bootstrap.mail.MailSignal;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.identity.UserIdentities;
import io.clubroom.domain.mail.AccountLinks;
import io.clubroom.domain.mail.KeyedHash;
import io.clubroom.domain.mail.LinkRequests;
import io.clubroom.domain.mail.MailTemplates;
import io.clubroom.domain.mail.Mailer;
import io.clubroom.domain.mail.Outbox;
import io.clubroom.domain.password.PasswordHasher;
import io.clubroom.domain.user.Users;
import io.clubroom.persistence.EncryptionKeys;
import io.clubroom.web.http.PublicUrl;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

@Factory
final class MailUseCases {
    private static final int CODES = 1_000_000;

    @Singleton
    KeyedHash keyedHash(EncryptionKeys keys) {
        return new HmacKeyedHash(keys.current());
    }

    @Singleton
    LinkCodes linkCodes(KeyedHash hashes) {
        SecureRandom random = new SecureRandom();
        return new LinkCodes(hashes, () -> random.nextInt(CODES));
    }

    @Singleton
    SendMail sendMail(
            Transactions transactions,
            Outbox outbox,
            MailTemplates templates,
            InstantSource clock,
            Supplier<UUID> ids,
            MailSignal signal) {
        return new SendMail(transactions, outbox, templates, clock, ids, signal::mailsAdded);
    }

    @Singleton
    SendLink sendLink(
            AccountLinks links,
            SendMail sendMail,
            LinkCodes codes,
            InstantSource clock,
            Supplier<String> secrets,
            PublicUrl publicUrl) {
        return new SendLink(links, sendMail, codes, clock, secrets, publicUrl::get);
    }

    @Singleton
    SendNotice sendNotice(SendMail sendMail, InstantSource clock) {
        return new SendNotice(sendMail, clock);
    }

    @Singleton
    CheckLink checkLink(AccountLinks links, Users users, LinkCodes codes, InstantSource clock) {
        return new CheckLink(links, users, codes, clock);
    }

    @Singleton
    RequestLink requestLink(LinkRequests requests, InstantSource clock, MailSignal signal) {
        return new RequestLink(requests, clock, signal::mailsAdded);
    }

    @Singleton
    ProcessLinkRequest processLinkRequest(
            Transactions transactions, LinkRequests requests, Users users, SendLink sendLink) {
        return new ProcessLinkRequest(transactions, requests, users, sendLink);
    }

    @Singleton
    DeliverMails deliverMails(
            Outbox outbox,
            Users users,
            Mailer mailer,
            InstantSource clock,
            UnsubscribeTokens tokens,
            PublicUrl publicUrl) {
        return new DeliverMails(
                outbox,
                users,
                mailer,
                clock,
                user -> publicUrl.get() + "/unsubscribe?token=" + tokens.of(user),
                publicUrl::get,
                "Clubroom");
    }

    @Singleton
    VerifyEmail verifyEmail(
            Transactions transactions,
            Users users,
            AccountLinks links,
            CheckLink checkLink,
            SendMail sendMail,
            InstantSource clock) {
        return new VerifyEmail(transactions, users, links, checkLink, sendMail, clock);
    }

    @Singleton
    DisownAccount disownAccount(
            Transactions transactions,
            Users users,
            UserIdentities identities,
            TokenRevocations revocations,
            AccountLinks links,
            CheckLink checkLink,
            InstantSource clock) {
        return new DisownAccount(transactions, users, identities, revocations, links, checkLink, clock);
    }

    @Singleton
    ResetPassword resetPassword(
            Transactions transactions,
            Users users,
            UserIdentities identities,
            PasswordHasher passwords,
            TokenRevocations revocations,
            AccountLinks links,
            CheckLink checkLink,
            SendNotice sendNotice,
            InstantSource clock) {
        return new ResetPassword(
                transactions, users, identities, passwords, revocations, links, checkLink, sendNotice, clock);
    }

    @Singleton
    RestoreEmail restoreEmail(
            Transactions transactions,
            Users users,
            UserIdentities identities,
            TokenRevocations revocations,
            AccountLinks links,
            CheckLink checkLink,
            SendLink sendLink,
            InstantSource clock) {
        return new RestoreEmail(transactions, users, identities, revocations, links, checkLink, sendLink, clock);
    }

    @Singleton
    DescribeLink describeLink(Transactions transactions, CheckLink checkLink) {
        return new DescribeLink(transactions, checkLink);
    }

    @Singleton
    ListMails listMails(Outbox outbox) {
        return new ListMails(outbox);
    }

    @Singleton
    GetMail getMail(Outbox outbox) {
        return new GetMail(outbox);
    }

    @Singleton
    RetryMail retryMail(Transactions transactions, Outbox outbox, InstantSource clock, MailSignal signal) {
        return new RetryMail(transactions, outbox, clock, signal::mailsAdded);
    }

    @Singleton
    Announce announce(Transactions transactions, Outbox outbox, InstantSource clock, MailSignal signal) {
        return new Announce(transactions, outbox, clock, signal::mailsAdded);
    }

    @Singleton
    UnsubscribeTokens unsubscribeTokens(KeyedHash hashes) {
        return new UnsubscribeTokens(hashes);
    }

    @Singleton
    DescribeUnsubscription describeUnsubscription(Users users, UnsubscribeTokens tokens) {
        return new DescribeUnsubscription(users, tokens);
    }

    @Singleton
    Unsubscribe unsubscribe(Transactions transactions, Users users, UnsubscribeTokens tokens, InstantSource clock) {
        return new Unsubscribe(transactions, users, tokens, clock);
    }
}
