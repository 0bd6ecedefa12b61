package io.clubroom.application;

import io.clubroom.application.auth.AskSecondFactor;
import io.clubroom.application.auth.ContinueSession;
import io.clubroom.application.auth.EndAllSessions;
import io.clubroom.application.auth.EndSession;
import io.clubroom.application.auth.IssueTokens;
import io.clubroom.application.auth.ListSessions;
import io.clubroom.application.auth.ListSignInMethods;
import io.clubroom.application.auth.OpenSession;
import io.clubroom.application.auth.RefreshSession;
import io.clubroom.application.auth.RemoveFactors;
import io.clubroom.application.auth.RenewTokens;
import io.clubroom.application.auth.RevokeSession;
import io.clubroom.application.auth.RevokeSessions;
import io.clubroom.application.auth.SignIn;
import io.clubroom.application.auth.SignOut;
import io.clubroom.application.auth.StepUp;
import io.clubroom.application.chat.BlockUser;
import io.clubroom.application.chat.ChangeMessage;
import io.clubroom.application.chat.ChangeMessages;
import io.clubroom.application.chat.CreateRoom;
import io.clubroom.application.chat.DeleteRoom;
import io.clubroom.application.chat.DescribeRooms;
import io.clubroom.application.chat.FindPeople;
import io.clubroom.application.chat.FollowRooms;
import io.clubroom.application.chat.GetRoom;
import io.clubroom.application.chat.HandOverRooms;
import io.clubroom.application.chat.ListBlocks;
import io.clubroom.application.chat.ListMembers;
import io.clubroom.application.chat.ListRooms;
import io.clubroom.application.chat.OpenDirectRoom;
import io.clubroom.application.chat.ReadChanges;
import io.clubroom.application.chat.ReadHistory;
import io.clubroom.application.chat.ReadVersions;
import io.clubroom.application.chat.RemoveMember;
import io.clubroom.application.chat.RenameRoom;
import io.clubroom.application.chat.SetRoomRole;
import io.clubroom.application.chat.UnblockUser;
import io.clubroom.application.chat.moderation.ImposeSanction;
import io.clubroom.application.chat.moderation.LiftSanction;
import io.clubroom.application.chat.moderation.ListReports;
import io.clubroom.application.chat.moderation.ReportMessage;
import io.clubroom.application.chat.moderation.ResolveReport;
import io.clubroom.application.chat.moderation.SetSanction;
import io.clubroom.application.enrollment.FinishEnrollment;
import io.clubroom.application.enrollment.GenerateRecoveryCodes;
import io.clubroom.application.identity.AdmitIdentity;
import io.clubroom.application.identity.BeginExternalSignIn;
import io.clubroom.application.identity.CompleteExternalSignIn;
import io.clubroom.application.identity.ExchangeSignInCode;
import io.clubroom.application.invitation.DescribeInvitation;
import io.clubroom.application.invitation.Invite;
import io.clubroom.application.invitation.ListInvitations;
import io.clubroom.application.invitation.ResendInvitation;
import io.clubroom.application.invitation.SendInvitation;
import io.clubroom.application.invitation.WithdrawInvitation;
import io.clubroom.application.mail.Announce;
import io.clubroom.application.mail.CheckLink;
import io.clubroom.application.mail.DescribeLink;
import io.clubroom.application.mail.DisownAccount;
import io.clubroom.application.mail.GetMail;
import io.clubroom.application.mail.LinkCodes;
import io.clubroom.application.mail.LinkProof;
import io.clubroom.application.mail.ListMails;
import io.clubroom.application.mail.ProcessLinkRequest;
import io.clubroom.application.mail.RequestLink;
import io.clubroom.application.mail.ResetPassword;
import io.clubroom.application.mail.RestoreEmail;
import io.clubroom.application.mail.RetryMail;
import io.clubroom.application.mail.SendFactorNotice;
import io.clubroom.application.mail.SendLink;
import io.clubroom.application.mail.SendMail;
import io.clubroom.application.mail.SendNotice;
import io.clubroom.application.mail.Unsubscribe;
import io.clubroom.application.mail.UnsubscribeTokens;
import io.clubroom.application.mail.VerifyEmail;
import io.clubroom.application.passkey.BeginPasskeyAnswer;
import io.clubroom.application.passkey.BeginPasskeyReauthentication;
import io.clubroom.application.passkey.BeginPasskeyRegistration;
import io.clubroom.application.passkey.BeginPasskeySignIn;
import io.clubroom.application.passkey.OfferChallenge;
import io.clubroom.application.passkey.RegisterPasskey;
import io.clubroom.application.passkey.RemovePasskey;
import io.clubroom.application.passkey.RenamePasskey;
import io.clubroom.application.passkey.SignInWithPasskey;
import io.clubroom.application.passkey.VerifyPasskey;
import io.clubroom.application.user.CreateUser;
import io.clubroom.application.user.DeleteUser;
import io.clubroom.application.user.EnsureAdmin;
import io.clubroom.application.user.GetUser;
import io.clubroom.application.user.GetUserStatistics;
import io.clubroom.application.user.ListUsers;
import io.clubroom.application.user.UpdateUser;
import io.clubroom.domain.auth.AccessTokenLifetime;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.chat.DirectoryScope;
import io.clubroom.domain.chat.EditWindow;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomCreators;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomSummary;
import io.clubroom.domain.chat.moderation.ModerationLog;
import io.clubroom.domain.factor.RecoveryCode;
import io.clubroom.domain.factor.RecoverySalt;
import io.clubroom.domain.factor.SecondFactorPolicy;
import io.clubroom.domain.identity.ReturnUrls;
import io.clubroom.domain.mail.KeyedHash;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.mail.Outbox;
import io.clubroom.domain.mail.OutgoingMail;
import io.clubroom.domain.passkey.PasskeyCeremonies;
import io.clubroom.domain.passkey.RelyingParty;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.password.PasswordPolicy;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.RegistrationPolicy;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.auth.InMemoryRefreshTokens;
import io.clubroom.memory.auth.InMemoryTokenRevocations;
import io.clubroom.memory.chat.InMemoryMessages;
import io.clubroom.memory.chat.InMemoryPeopleDirectory;
import io.clubroom.memory.chat.InMemoryReports;
import io.clubroom.memory.chat.InMemoryRoomMembers;
import io.clubroom.memory.chat.InMemoryRoomReads;
import io.clubroom.memory.chat.InMemoryRoomRelay;
import io.clubroom.memory.chat.InMemoryRooms;
import io.clubroom.memory.chat.InMemorySanctions;
import io.clubroom.memory.chat.InMemoryUserBlocks;
import io.clubroom.memory.chat.InMemoryVisibleRooms;
import io.clubroom.memory.factor.InMemoryPendingSignIns;
import io.clubroom.memory.factor.InMemoryRecoveryCodes;
import io.clubroom.memory.factor.InMemorySecondFactors;
import io.clubroom.memory.factor.InMemoryTotpSecrets;
import io.clubroom.memory.factor.InMemoryWrongAnswers;
import io.clubroom.memory.file.InMemoryContents;
import io.clubroom.memory.file.InMemoryFiles;
import io.clubroom.memory.file.InMemoryUploads;
import io.clubroom.memory.identity.InMemorySignInAttempts;
import io.clubroom.memory.identity.InMemorySignInCodes;
import io.clubroom.memory.identity.InMemoryUserIdentities;
import io.clubroom.memory.invitation.InMemoryInvitations;
import io.clubroom.memory.mail.InMemoryAccountLinks;
import io.clubroom.memory.mail.InMemoryLinkRequests;
import io.clubroom.memory.mail.InMemoryOutbox;
import io.clubroom.memory.passkey.InMemoryPasskeyChallenges;
import io.clubroom.memory.passkey.InMemoryPasskeys;
import io.clubroom.memory.session.InMemorySessions;
import io.clubroom.memory.user.InMemoryAdmins;
import io.clubroom.memory.user.InMemoryNameClaims;
import io.clubroom.memory.user.InMemoryUserDirectory;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.TestClock;
import io.clubroom.testkit.auth.ReadableAccessTokens;
import io.clubroom.testkit.factor.SecondFactorsContract;
import io.clubroom.testkit.identity.ScriptedIdentityProviders;
import io.clubroom.testkit.password.QuickPasswordHasher;
import io.clubroom.testkit.user.UserFixture;
import io.clubroom.webauthn.WebAuthn4jCeremonies;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** All use cases over in-memory adapters. */
public final class Club {
    /** The password of all users that {@link #join} stores. */
    public static final Password PASSWORD = Password.of("SecurePass123");

    /** An allowed {@code return_to} of sign-ins with a provider. */
    public static final String RETURN_URL = "https://app.example.com/signed-in";

    /** The initial time of {@link #clock}, in microseconds like the times of the server's clock. */
    public static final Instant NOW = Instant.parse("2025-06-01T12:00:00.123456Z");

    /** One for all, because the library takes a tenth of a second to learn how to read what it gets. */
    private static final PasskeyCeremonies CEREMONIES = new WebAuthn4jCeremonies(SecondFactorsContract.RELYING_PARTY);

    public final TestClock clock = new TestClock(NOW);
    public final QuickPasswordHasher passwords = new QuickPasswordHasher(12);
    public final InMemoryTransactions transactions = new InMemoryTransactions();

    /** The transactions of the use cases. */
    public final TransactionsAround useCaseTransactions = new TransactionsAround(transactions);

    public final InMemoryUsers users = new InMemoryUsers(transactions);
    public final InMemoryAdmins admins = new InMemoryAdmins(users);
    public final InMemoryUserDirectory directory = new InMemoryUserDirectory(users);
    public final InMemoryRefreshTokens refreshTokens = new InMemoryRefreshTokens(transactions, users);
    public final InMemorySessions sessions = new InMemorySessions(transactions, users);
    public final InMemoryTotpSecrets totpSecrets = new InMemoryTotpSecrets(transactions, users);
    public final InMemoryRecoveryCodes recoveryCodes = new InMemoryRecoveryCodes(transactions, users);
    public final InMemoryWrongAnswers wrongAnswers = new InMemoryWrongAnswers(transactions, users);
    public final InMemoryPendingSignIns pendingSignIns = new InMemoryPendingSignIns(transactions, users);
    public final InMemoryPasskeys passkeys = new InMemoryPasskeys(transactions, users);
    public final InMemoryPasskeyChallenges passkeyChallenges = new InMemoryPasskeyChallenges(transactions, users);
    public final RelyingParty relyingParty = SecondFactorsContract.RELYING_PARTY;
    public final PasskeyCeremonies ceremonies = CEREMONIES;
    public final InMemorySecondFactors secondFactors =
            new InMemorySecondFactors(totpSecrets, recoveryCodes, passkeys, relyingParty);
    public final InMemoryTokenRevocations revocations = new InMemoryTokenRevocations(transactions);
    public final InMemoryUserIdentities identities = new InMemoryUserIdentities(transactions, users);
    public final InMemorySignInAttempts signInAttempts = new InMemorySignInAttempts(transactions);
    public final InMemorySignInCodes signInCodes = new InMemorySignInCodes(transactions, users);
    public final ScriptedIdentityProviders providers = new ScriptedIdentityProviders();

    public final InMemoryRooms rooms = new InMemoryRooms(transactions, clock);
    public final InMemoryContents contents = new InMemoryContents(transactions);
    public final InMemoryUploads uploads = new InMemoryUploads(transactions, users, contents);
    public final InMemoryFiles files = new InMemoryFiles(transactions, users, contents, uploads);
    public final InMemoryRoomReads roomReads = new InMemoryRoomReads(rooms, users);
    public final InMemoryRoomMembers roomMembers = new InMemoryRoomMembers(rooms, users);
    public final InMemoryUserBlocks userBlocks = new InMemoryUserBlocks(rooms, users);
    public final InMemoryVisibleRooms visibleRooms = new InMemoryVisibleRooms(rooms, users);
    public final InMemoryPeopleDirectory people = new InMemoryPeopleDirectory(rooms, users);
    public final InMemoryMessages messages = new InMemoryMessages(rooms, users, files);
    public final InMemorySanctions sanctions = new InMemorySanctions(rooms, users);
    public final InMemoryReports reports = new InMemoryReports(rooms, users, messages);

    /** What was recorded, in order. */
    public final List<ModerationLog.Entry> moderationLog = new ArrayList<>();

    public final InMemoryRoomRelay.Network network = new InMemoryRoomRelay.Network();
    public final InMemoryRoomRelay relay = new InMemoryRoomRelay(network, transactions);

    public final InMemoryOutbox outbox = new InMemoryOutbox(transactions, users);
    public final InMemoryAccountLinks links = new InMemoryAccountLinks(transactions, users, clock);
    public final InMemoryLinkRequests linkRequests = new InMemoryLinkRequests(transactions);
    public final InMemoryInvitations invitations = new InMemoryInvitations(transactions, users);

    /** The mails that were sent by {@link #mails()}. */
    private final List<OutgoingMail> sentMails = new ArrayList<>();

    /** How often the use cases said that there are mails. */
    public final AtomicInteger mailSignals = new AtomicInteger();

    private final AtomicInteger secrets = new AtomicInteger();
    public final RevokeSession revokeSession = new RevokeSession(sessions, refreshTokens, revocations, clock);
    public final RevokeSessions revokeSessions = new RevokeSessions(sessions, revocations);
    public final RenewTokens renewTokens = new RenewTokens(
            sessions,
            new AccessTokenLifetime(ReadableAccessTokens.LIFETIME),
            issueTokens(SecondFactorPolicy.OPTIONAL),
            clock);
    public final StepUp stepUp = new StepUp(secondFactors, clock);
    public final RemoveFactors removeFactors = new RemoveFactors(totpSecrets, passkeys, recoveryCodes, secondFactors);
    public final AskSecondFactor askSecondFactor =
            new AskSecondFactor(secondFactors, pendingSignIns, clock, this::secret);
    public final OpenSession openSession = openSession(SecondFactorPolicy.OPTIONAL);
    public final ContinueSession continueSession =
            new ContinueSession(useCaseTransactions, sessions, openSession, renewTokens, clock);

    /** What happens while recovery codes are hashed. */
    public Runnable whileHashing = () -> {};

    public final GenerateRecoveryCodes generateRecoveryCodes =
            new GenerateRecoveryCodes(this::hash, Club::randomBytes, clock);
    private final AtomicInteger codes = new AtomicInteger(99);
    private final KeyedHash keyedHash = (purpose, text) -> SecretHash.of("key " + purpose + " " + text);
    private final LinkCodes linkCodes = new LinkCodes(keyedHash, codes::incrementAndGet);
    public final SendMail sendMail = new SendMail(
            useCaseTransactions,
            outbox,
            (kind, variables) -> kind.text(),
            clock,
            UUID::randomUUID,
            mailSignals::incrementAndGet);
    public final SendLink sendLink =
            new SendLink(links, sendMail, linkCodes, clock, this::secret, () -> "https://club.example.com");
    public final SendNotice sendNotice = new SendNotice(sendMail, clock);
    private final CheckLink checkLink = new CheckLink(links, users, linkCodes, clock);
    public final RequestLink requestLink = new RequestLink(linkRequests, clock, mailSignals::incrementAndGet);
    public final ProcessLinkRequest processLinkRequest =
            new ProcessLinkRequest(useCaseTransactions, linkRequests, users, sendLink);
    public final VerifyEmail verifyEmail = new VerifyEmail(useCaseTransactions, users, checkLink, sendMail, clock);
    public final DisownAccount disownAccount =
            new DisownAccount(useCaseTransactions, users, identities, revokeSessions, removeFactors, checkLink, clock);
    public final ResetPassword resetPassword = new ResetPassword(
            useCaseTransactions,
            users,
            identities,
            passwords,
            revokeSessions,
            removeFactors,
            links,
            checkLink,
            sendNotice,
            clock);
    public final RestoreEmail restoreEmail = new RestoreEmail(
            useCaseTransactions, users, identities, revokeSessions, removeFactors, links, checkLink, sendLink, clock);
    public final DescribeLink describeLink = new DescribeLink(useCaseTransactions, checkLink);
    public final Announce announce = new Announce(useCaseTransactions, outbox, clock, mailSignals::incrementAndGet);
    public final UnsubscribeTokens unsubscribeTokens = new UnsubscribeTokens(keyedHash);
    public final Unsubscribe unsubscribe = new Unsubscribe(useCaseTransactions, users, unsubscribeTokens, clock);
    public final ListMails listMails = new ListMails(outbox);
    public final GetMail getMail = new GetMail(outbox);
    public final RetryMail retryMail = new RetryMail(useCaseTransactions, outbox, clock, mailSignals::incrementAndGet);

    private final SendInvitation sendInvitation = new SendInvitation(users, sendMail, () -> "https://club.example.com");
    public final Invite invite = invite(RegistrationPolicy.OPEN);
    public final ListInvitations listInvitations = new ListInvitations(invitations);
    public final WithdrawInvitation withdrawInvitation =
            new WithdrawInvitation(useCaseTransactions, invitations, clock);
    public final ResendInvitation resendInvitation =
            new ResendInvitation(useCaseTransactions, invitations, users, sendInvitation, clock, this::secret);
    public final DescribeInvitation describeInvitation =
            new DescribeInvitation(invitations, RegistrationPolicy.OPEN, clock);

    public final CreateUser createUser = createUser(RegistrationPolicy.OPEN);
    public final GetUser getUser = new GetUser(users);
    public final ListUsers listUsers = new ListUsers(directory);
    public final GetUserStatistics getUserStatistics = new GetUserStatistics(directory, clock);
    public final UpdateUser updateUser = updateUser(false);
    public final DeleteUser deleteUser =
            new DeleteUser(useCaseTransactions, users, admins, revocations, roomMembers, handOverRooms(), relay);

    public final SignIn signIn = signIn(RegistrationPolicy.OPEN);
    public final RefreshSession refreshSession = new RefreshSession(
            useCaseTransactions,
            refreshTokens,
            sessions,
            users,
            renewTokens,
            revokeSession,
            new AccessTokenLifetime(ReadableAccessTokens.LIFETIME),
            clock);
    public final SignOut signOut = new SignOut(useCaseTransactions, refreshTokens, sessions, users, revokeSession);
    public final ListSessions listSessions = new ListSessions(users, sessions, clock);
    public final EndSession endSession =
            new EndSession(useCaseTransactions, admins, users, sessions, revokeSession, stepUp, clock);
    public final EndAllSessions endAllSessions =
            new EndAllSessions(useCaseTransactions, admins, users, sessions, revocations, stepUp);

    private final SendFactorNotice sendFactorNotice = new SendFactorNotice(sendMail, clock);
    private final FinishEnrollment finishEnrollment = new FinishEnrollment(recoveryCodes, continueSession);
    private final OfferChallenge offerChallenge =
            new OfferChallenge(passkeys, passkeyChallenges, relyingParty, clock, UUID::randomUUID, this::challenge);
    public final BeginPasskeyRegistration beginPasskeyRegistration =
            new BeginPasskeyRegistration(useCaseTransactions, users, offerChallenge);
    public final RegisterPasskey registerPasskey = new RegisterPasskey(
            useCaseTransactions,
            users,
            passkeys,
            passkeyChallenges,
            ceremonies,
            relyingParty,
            secondFactors,
            stepUp,
            generateRecoveryCodes,
            finishEnrollment,
            sendFactorNotice,
            clock,
            UUID::randomUUID);
    public final RenamePasskey renamePasskey =
            new RenamePasskey(useCaseTransactions, users, passkeys, relyingParty, stepUp);
    public final RemovePasskey removePasskey = new RemovePasskey(
            useCaseTransactions,
            users,
            passkeys,
            relyingParty,
            new ListSignInMethods(identities, passkeys, relyingParty),
            secondFactors,
            recoveryCodes,
            stepUp,
            sendFactorNotice);
    public final BeginPasskeySignIn beginPasskeySignIn = new BeginPasskeySignIn(offerChallenge);
    public final SignInWithPasskey signInWithPasskey = signInWithPasskey(RegistrationPolicy.OPEN);
    public final BeginPasskeyAnswer beginPasskeyAnswer =
            new BeginPasskeyAnswer(useCaseTransactions, pendingSignIns, users, offerChallenge, clock);
    public final BeginPasskeyReauthentication beginPasskeyReauthentication =
            new BeginPasskeyReauthentication(useCaseTransactions, offerChallenge);
    public final VerifyPasskey verifyPasskey =
            new VerifyPasskey(passkeys, passkeyChallenges, ceremonies, relyingParty, clock);

    public final DescribeRooms describeRooms = new DescribeRooms(messages, rooms, roomReads);
    public final CreateRoom createRoom = createRoom(RoomCreators.DEFAULT);
    public final RenameRoom renameRoom =
            new RenameRoom(useCaseTransactions, rooms, roomMembers, rooms, visibleRooms, describeRooms);
    public final DeleteRoom deleteRoom = new DeleteRoom(useCaseTransactions, rooms, rooms, roomMembers, rooms, relay);
    public final ListRooms listRooms = new ListRooms(visibleRooms, describeRooms);
    public final GetRoom getRoom = new GetRoom(visibleRooms, describeRooms);
    public final ListMembers listMembers = new ListMembers(roomMembers, rooms);
    public final SetRoomRole setRoomRole =
            new SetRoomRole(useCaseTransactions, roomMembers, rooms, users, relay, clock);
    public final RemoveMember removeMember = new RemoveMember(useCaseTransactions, rooms, roomMembers, rooms, relay);
    public final OpenDirectRoom openDirectRoom = new OpenDirectRoom(
            useCaseTransactions,
            rooms,
            roomMembers,
            userBlocks,
            visibleRooms,
            describeRooms,
            relay,
            clock,
            UUID::randomUUID);
    public final BlockUser blockUser = new BlockUser(useCaseTransactions, userBlocks, relay, clock);
    public final UnblockUser unblockUser = new UnblockUser(useCaseTransactions, userBlocks, relay);
    public final ListBlocks listBlocks = new ListBlocks(userBlocks);
    public final ReadHistory readHistory = new ReadHistory(rooms, messages);
    public final FollowRooms followRooms = new FollowRooms(rooms, messages);
    private final ImposeSanction imposeSanction =
            new ImposeSanction(useCaseTransactions, roomMembers, users, sanctions, relay, moderationLog::add);
    public final SetSanction setSanction =
            new SetSanction(useCaseTransactions, roomMembers, rooms, sanctions, imposeSanction, clock);
    public final LiftSanction liftSanction = new LiftSanction(
            useCaseTransactions, roomMembers, rooms, users, sanctions, relay, moderationLog::add, clock);
    public final ReportMessage reportMessage =
            new ReportMessage(useCaseTransactions, rooms, sanctions, messages, reports, clock, UUID::randomUUID);
    public final ListReports listReports = new ListReports(reports);
    public final ResolveReport resolveReport = new ResolveReport(
            useCaseTransactions,
            roomMembers,
            rooms,
            sanctions,
            reports,
            messages,
            revocations,
            imposeSanction,
            relay,
            moderationLog::add,
            clock);
    public final ChangeMessages changeMessages = new ChangeMessages(
            messages,
            revocations,
            clock,
            () -> new MessageId(UUID.randomUUID()),
            EditWindow.DEFAULT,
            moderationLog::add);
    public final ChangeMessage changeMessage = new ChangeMessage(changeMessages, rooms, relay);

    public final ReadChanges readChanges = new ReadChanges(rooms, messages);
    public final ReadVersions readVersions = new ReadVersions(rooms, messages);

    public OpenSession openSession(SecondFactorPolicy policy) {
        return new OpenSession(
                sessions,
                revokeSession,
                new AccessTokenLifetime(ReadableAccessTokens.LIFETIME),
                issueTokens(policy),
                clock,
                UUID::randomUUID);
    }

    private IssueTokens issueTokens(SecondFactorPolicy policy) {
        return new IssueTokens(new ReadableAccessTokens(), refreshTokens, secondFactors, policy, clock, this::secret);
    }

    public CreateUser createUser(RegistrationPolicy policy) {
        return new CreateUser(
                useCaseTransactions,
                users,
                new InMemoryNameClaims(),
                passwords,
                policy,
                stepUp,
                invitations,
                sendLink,
                sendMail,
                clock,
                UUID::randomUUID);
    }

    public SignIn signIn(RegistrationPolicy policy) {
        return new SignIn(useCaseTransactions, users, passwords, askSecondFactor, openSession, policy);
    }

    public Invite invite(RegistrationPolicy policy) {
        return new Invite(
                useCaseTransactions,
                invitations,
                users,
                rooms,
                policy,
                stepUp,
                sendInvitation,
                clock,
                UUID::randomUUID,
                this::secret);
    }

    public CreateRoom createRoom(RoomCreators creators) {
        return new CreateRoom(
                useCaseTransactions, rooms, roomMembers, visibleRooms, creators, relay, clock, UUID::randomUUID);
    }

    public FindPeople findPeople(DirectoryScope scope) {
        return new FindPeople(people, scope);
    }

    private HandOverRooms handOverRooms() {
        return new HandOverRooms(rooms, roomMembers, relay);
    }

    public UpdateUser updateUser(boolean requireCurrentPassword) {
        return updateUser(RegistrationPolicy.OPEN, requireCurrentPassword);
    }

    public UpdateUser updateUser(RegistrationPolicy policy, boolean requireCurrentPassword) {
        return new UpdateUser(
                useCaseTransactions,
                users,
                admins,
                passwords,
                revokeSessions,
                continueSession,
                stepUp,
                roomMembers,
                handOverRooms(),
                relay,
                policy,
                sendLink,
                sendNotice,
                clock,
                new PasswordPolicy(requireCurrentPassword));
    }

    public EnsureAdmin ensureAdmin() {
        return ensureAdmin(users);
    }

    public EnsureAdmin ensureAdmin(Users users) {
        return new EnsureAdmin(
                useCaseTransactions,
                users,
                admins,
                passwords,
                revokeSessions,
                removeFactors,
                identities,
                clock,
                UUID::randomUUID);
    }

    public AdmitIdentity admitIdentity() {
        return admitIdentity(RegistrationPolicy.OPEN);
    }

    public AdmitIdentity admitIdentity(RegistrationPolicy policy) {
        return new AdmitIdentity(
                useCaseTransactions,
                users,
                identities,
                revokeSessions,
                removeFactors,
                policy,
                invitations,
                clock,
                UUID::randomUUID);
    }

    public BeginExternalSignIn beginExternalSignIn() {
        return new BeginExternalSignIn(
                providers, signInAttempts, clock, this::secret, new ReturnUrls(Set.of(RETURN_URL)));
    }

    public CompleteExternalSignIn completeExternalSignIn() {
        return new CompleteExternalSignIn(
                useCaseTransactions,
                providers,
                signInAttempts,
                admitIdentity(),
                users,
                askSecondFactor,
                openSession,
                signInCodes,
                clock,
                this::secret);
    }

    public ExchangeSignInCode exchangeSignInCode() {
        return new ExchangeSignInCode(useCaseTransactions, signInCodes, users, askSecondFactor, openSession, clock);
    }

    public SignInWithPasskey signInWithPasskey(RegistrationPolicy policy) {
        return new SignInWithPasskey(
                useCaseTransactions,
                users,
                passkeys,
                passkeyChallenges,
                ceremonies,
                relyingParty,
                openSession,
                policy,
                clock);
    }

    /** Base64url, unlike other secrets of the tests. */
    private String challenge() {
        return SecretHash.of(secret()).value();
    }

    /** The hash of a recovery code. */
    public SecretHash hash(RecoveryCode code, RecoverySalt salt) {
        whileHashing.run();
        return SecretHash.of(code.text() + salt.hex());
    }

    private static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        new Random().nextBytes(bytes);
        return bytes;
    }

    private String secret() {
        return "secret " + secrets.incrementAndGet();
    }

    /** Whether the user's tokens of this version that belong to no session are revoked. */
    public boolean isRevoked(UserId user, int tokenVersion) {
        return revocations.isRevoked(new Actor.SignedIn(user, Role.CLIENT, tokenVersion));
    }

    /** Stores the user with {@link #PASSWORD}. */
    public User join(UserFixture fixture) {
        User user = fixture.passwordHash(passwords.hash(PASSWORD)).build();
        users.add(user);
        return user;
    }

    /** Processes what was asked for, sends all mails that are due, and returns all that were ever sent, in order. */
    public List<OutgoingMail> mails() {
        while (processLinkRequest.process() instanceof ProcessLinkRequest.Result.Processed) {}
        while (outbox.attemptNext(clock.instant(), due -> {
                    sentMails.add(due.mail());
                    return new Outbox.Attempt.Sent(clock.instant());
                })
                .isPresent()) {}
        return List.copyOf(sentMails);
    }

    /** The last mail of this kind to this address. */
    public OutgoingMail mail(MailKind kind, Email to) {
        return mails().stream()
                .filter(mail -> mail.kind() == kind && mail.to().isSameAs(to))
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    /** The token of the link in a mail. */
    public static LinkProof.Token token(OutgoingMail mail) {
        String link = mail.variables().get("link");
        return new LinkProof.Token(link.substring(link.indexOf("?token=") + "?token=".length()));
    }

    /** The code in a mail. */
    public static LinkProof.Code code(OutgoingMail mail) {
        return new LinkProof.Code(mail.to(), mail.variables().get("code"));
    }

    /** A relay of another node. */
    public RoomRelay otherNode() {
        return new InMemoryRoomRelay(network, transactions);
    }

    /** All public rooms, by their ids. */
    public List<Room> publicRooms() {
        Actor.SignedIn anybody = new Actor.SignedIn(new UserId(UUID.randomUUID()), Role.CLIENT, 0);
        return visibleRooms.list(anybody, null, null, 1_000).stream()
                .map(RoomSummary::room)
                .toList();
    }

    /** The stored version of the user. */
    public User stored(User user) {
        return users.find(user.id()).orElseThrow();
    }

    public static Actor as(User user) {
        return Actor.SignedIn.of(user);
    }

    /** The result of a use case, or the reason why its actor has ended. */
    public static Object resultOrReason(Supplier<?> useCase) {
        try {
            return useCase.get();
        } catch (ActorEnded ended) {
            return ended.reason();
        }
    }
}
