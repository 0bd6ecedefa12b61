package io.clubroom.bootstrap.core;

import io.clubroom.application.chat.ChangeMessages;
import io.clubroom.application.chat.ClearRooms;
import io.clubroom.application.chat.EnterRoom;
import io.clubroom.application.chat.EraseUsers;
import io.clubroom.application.chat.FollowRooms;
import io.clubroom.application.chat.MarkReadings;
import io.clubroom.application.chat.ReadActivity;
import io.clubroom.application.chat.ReadMemberships;
import io.clubroom.application.file.CollectContents;
import io.clubroom.application.file.RemoveUnusedFiles;
import io.clubroom.application.file.SweepContents;
import io.clubroom.application.mail.DeliverMails;
import io.clubroom.application.mail.ProcessLinkRequest;
import io.clubroom.application.mail.SendNotices;
import io.clubroom.application.user.EnsureAdmin;
import io.micronaut.context.annotation.Import;

/** Registers the use cases other than those of the REST API as beans. */
@Import(
        classes = {
            ClearRooms.class,
            EnterRoom.class,
            EraseUsers.class,
            FollowRooms.class,
            MarkReadings.class,
            ReadActivity.class,
            ReadMemberships.class,
            ChangeMessages.class,
            CollectContents.class,
            RemoveUnusedFiles.class,
            SweepContents.class,
            DeliverMails.class,
            ProcessLinkRequest.class,
            SendNotices.class,
            EnsureAdmin.class
        })
final class UseCases {}
