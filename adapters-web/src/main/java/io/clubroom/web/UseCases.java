package io.clubroom.web;

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
import io.clubroom.application.chat.CreateRoom;
import io.clubroom.application.chat.DeleteRoom;
import io.clubroom.application.chat.DescribeRooms;
import io.clubroom.application.chat.FindPeople;
import io.clubroom.application.chat.GetRoom;
import io.clubroom.application.chat.HandOverRooms;
import io.clubroom.application.chat.ListBlocks;
import io.clubroom.application.chat.ListMembers;
import io.clubroom.application.chat.ListRooms;
import io.clubroom.application.chat.MarkRead;
import io.clubroom.application.chat.OpenDirectRoom;
import io.clubroom.application.chat.ReadChanges;
import io.clubroom.application.chat.ReadHistory;
import io.clubroom.application.chat.ReadVersions;
import io.clubroom.application.chat.RemoveMember;
import io.clubroom.application.chat.RenameRoom;
import io.clubroom.application.chat.SetNotify;
import io.clubroom.application.chat.SetRoomRole;
import io.clubroom.application.chat.UnblockUser;
import io.clubroom.application.chat.moderation.ImposeSanction;
import io.clubroom.application.chat.moderation.LiftSanction;
import io.clubroom.application.chat.moderation.ListReports;
import io.clubroom.application.chat.moderation.ReportMessage;
import io.clubroom.application.chat.moderation.ResolveReport;
import io.clubroom.application.chat.moderation.SetSanction;
import io.clubroom.application.chat.search.SearchMessages;
import io.clubroom.application.enrollment.BeginTotp;
import io.clubroom.application.enrollment.ConfirmTotp;
import io.clubroom.application.enrollment.FinishEnrollment;
import io.clubroom.application.enrollment.GenerateRecoveryCodes;
import io.clubroom.application.enrollment.GetFactors;
import io.clubroom.application.enrollment.RemoveTotp;
import io.clubroom.application.enrollment.RenewRecoveryCodes;
import io.clubroom.application.enrollment.ResetFactors;
import io.clubroom.application.factor.AnswerSecondFactor;
import io.clubroom.application.factor.JudgeAnswer;
import io.clubroom.application.factor.Reauthenticate;
import io.clubroom.application.factor.VerifyCode;
import io.clubroom.application.file.BeginUpload;
import io.clubroom.application.file.DescribeUpload;
import io.clubroom.application.file.FindFile;
import io.clubroom.application.file.FinishUpload;
import io.clubroom.application.file.KeepContent;
import io.clubroom.application.file.ListFiles;
import io.clubroom.application.file.MakeThumbnail;
import io.clubroom.application.file.OpenAvatar;
import io.clubroom.application.file.OpenFile;
import io.clubroom.application.file.ReceiveFile;
import io.clubroom.application.file.ReceivePart;
import io.clubroom.application.file.RemoveAvatar;
import io.clubroom.application.file.RemoveFile;
import io.clubroom.application.file.RemoveUpload;
import io.clubroom.application.file.SetAvatar;
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
import io.clubroom.application.mail.DescribeUnsubscription;
import io.clubroom.application.mail.DisownAccount;
import io.clubroom.application.mail.GetMail;
import io.clubroom.application.mail.LinkCodes;
import io.clubroom.application.mail.ListMails;
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
import io.clubroom.application.user.GetUser;
import io.clubroom.application.user.GetUserStatistics;
import io.clubroom.application.user.ListUsers;
import io.clubroom.application.user.UpdateUser;
import io.micronaut.context.annotation.Import;

/** Registers the use cases of the REST API and the pages as beans. They are stateless, so each injection point gets its own instance. */
@Import(
        classes = {
            EndAllSessions.class,
            EndSession.class,
            ListSessions.class,
            OpenSession.class,
            RefreshSession.class,
            IssueTokens.class,
            RenewTokens.class,
            RevokeSession.class,
            RevokeSessions.class,
            SignIn.class,
            SignOut.class,
            StepUp.class,
            ListSignInMethods.class,
            BeginPasskeyAnswer.class,
            BeginPasskeyReauthentication.class,
            BeginPasskeyRegistration.class,
            BeginPasskeySignIn.class,
            OfferChallenge.class,
            RegisterPasskey.class,
            RemovePasskey.class,
            RenamePasskey.class,
            SignInWithPasskey.class,
            VerifyPasskey.class,
            BlockUser.class,
            CreateRoom.class,
            DeleteRoom.class,
            DescribeRooms.class,
            FindPeople.class,
            GetRoom.class,
            HandOverRooms.class,
            ListBlocks.class,
            ListMembers.class,
            ListRooms.class,
            MarkRead.class,
            OpenDirectRoom.class,
            RemoveMember.class,
            RenameRoom.class,
            SetNotify.class,
            ReadChanges.class,
            SetRoomRole.class,
            UnblockUser.class,
            ReadHistory.class,
            ReadVersions.class,
            ImposeSanction.class,
            LiftSanction.class,
            ListReports.class,
            ReportMessage.class,
            ResolveReport.class,
            SetSanction.class,
            SearchMessages.class,
            BeginUpload.class,
            DescribeUpload.class,
            FindFile.class,
            FinishUpload.class,
            KeepContent.class,
            ListFiles.class,
            MakeThumbnail.class,
            OpenAvatar.class,
            OpenFile.class,
            ReceiveFile.class,
            ReceivePart.class,
            RemoveAvatar.class,
            RemoveFile.class,
            RemoveUpload.class,
            SetAvatar.class,
            ChangeMessage.class,
            AdmitIdentity.class,
            BeginExternalSignIn.class,
            CompleteExternalSignIn.class,
            ExchangeSignInCode.class,
            DescribeInvitation.class,
            Invite.class,
            ListInvitations.class,
            ResendInvitation.class,
            SendInvitation.class,
            WithdrawInvitation.class,
            Announce.class,
            CheckLink.class,
            DescribeLink.class,
            DescribeUnsubscription.class,
            DisownAccount.class,
            GetMail.class,
            LinkCodes.class,
            ListMails.class,
            RequestLink.class,
            ResetPassword.class,
            RestoreEmail.class,
            RetryMail.class,
            SendLink.class,
            SendMail.class,
            SendNotice.class,
            Unsubscribe.class,
            UnsubscribeTokens.class,
            VerifyEmail.class,
            CreateUser.class,
            DeleteUser.class,
            GetUser.class,
            GetUserStatistics.class,
            ListUsers.class,
            AskSecondFactor.class,
            ContinueSession.class,
            RemoveFactors.class,
            BeginTotp.class,
            ConfirmTotp.class,
            FinishEnrollment.class,
            GetFactors.class,
            GenerateRecoveryCodes.class,
            RemoveTotp.class,
            RenewRecoveryCodes.class,
            ResetFactors.class,
            AnswerSecondFactor.class,
            JudgeAnswer.class,
            Reauthenticate.class,
            VerifyCode.class,
            SendFactorNotice.class,
            UpdateUser.class
        })
final class UseCases {}
