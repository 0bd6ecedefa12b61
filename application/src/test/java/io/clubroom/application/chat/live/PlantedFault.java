package io.clubroom.application.chat.live;

import java.util.List;

/**
 * A fault to plant in the engine's source, which the simulation must find.
 *
 * @param original occurs once in the engine; white space does not matter
 */
record PlantedFault(String name, String original, String replacement) {
    static final List<PlantedFault> ALL = List.of(
            new PlantedFault("delivers a message before it is stored", "writes.add(change);", """
                writes.add(change);
                if (change.action() instanceof Action.Post post) {
                    rooms.emit(new Effect.Deliver(room.id(), List.of(new RoomChange.Posted(room.delivered() + 1, new Message(
                            new io.clubroom.domain.chat.MessageId(new java.util.UUID(9, 9)), room.id(), room.deliveredSeq() + 1,
                            change.subscription().user(), post.text(), null, Instant.EPOCH))), List.of(), null));
                }
                """),
            new PlantedFault("tells of a deletion before it is stored", "writes.add(change);", """
                writes.add(change);
                if (change.action() instanceof Action.Delete delete) {
                    rooms.emit(new Effect.Deliver(room.id(), List.of(new RoomChange.Deleted(room.delivered() + 1, new Message(
                            delete.message(), room.id(), 1, null, new io.clubroom.domain.chat.MessageText(""), null,
                            Instant.EPOCH).deleted())), List.of(), null));
                }
                """),
            new PlantedFault(
                    "stores messages without their files",
                    "room, text, files, replyTo, id);",
                    "room, text, List.of(), replyTo, id);"),
            new PlantedFault(
                    "does not answer a message with files that cannot be attached to it",
                    "reject(change, refusal, until); LiveRoom room",
                    "if (refusal != Refusal.FILE_NOT_FOUND) { reject(change, refusal, until); } LiveRoom room"),
            new PlantedFault("ignores what other nodes have stored", """
                if (room != null && room.isOccupied()) {
                    rooms.catchUp().announced(room, change);\
                """, """
                    if (room != null && room.isOccupied()) {\
                    """),
            new PlantedFault(
                    "delivers a batch that the room has been opened with", "openedIn < batch", "openedIn <= batch"),
            new PlantedFault(
                    "replays from the message after the next",
                    "next(subscription, room, after, loaded);",
                    "next(subscription, room, after instanceof After.AfterSeq(long seq) ? new After.AfterSeq(seq + 1)"
                            + " : after, loaded);"),
            new PlantedFault(
                    "does not say which page is the last",
                    "subscription.replay, page, answers, isLast)",
                    "subscription.replay, page, answers, false)"),
            new PlantedFault(
                    "does not read again what could not be read",
                    "room.loadFailed = true; suspect(room);",
                    "room.loadFailed = true;"),
            new PlantedFault("reads again at once what could not be read", "retryAt = rooms.now() + retryNanos;", ""),
            new PlantedFault(
                    "answers a repeat before the messages before it",
                    "boolean isDue = hasReceived(answer.subscription(), room, answer);",
                    "boolean isDue = true;"),
            new PlantedFault(
                    "lets a client leave before its messages are stored",
                    "case Input.Unsubscribe(Subscription subscription) -> { if (subscription.isJoined()) {",
                    "case Input.Unsubscribe(Subscription subscription) -> { if (false) {"),
            new PlantedFault(
                    "announces typing before the user's messages",
                    "if (subscription.isJoined() && !subscription.typing) {",
                    "if (subscription.isJoined()) { type(subscription); } else if (false) {"),
            new PlantedFault(
                    "stores two batches of a room at once",
                    "!queue.storing && !queue.unstored.isEmpty()",
                    "!queue.unstored.isEmpty()"),
            new PlantedFault(
                    "reads a room while it is being stored", "&& !rooms.publications().isStoring(room.id())", ""),
            new PlantedFault(
                    "stores a room while it is being read",
                    "return loading || (isStale() && !loadFailed);",
                    "return isStale() && !loadFailed;"),
            new PlantedFault("remembers changes with the old name of a user", "recent.forget(author);", ""),
            new PlantedFault(
                    "remembers changes that were read before a user was renamed",
                    "lastLoadWithOldNames = rooms.lastLoad();",
                    ""),
            new PlantedFault(
                    "never forgets users who were not announced again",
                    "confirmationEnd = rooms.now() + confirmationNanos;",
                    ""),
            new PlantedFault(
                    "forgets users although they were announced again",
                    "presentOn(node, user, round)",
                    "presentOn(node, user, round - 1)"),
            new PlantedFault(
                    "answers a repeat although its room is gone",
                    ".forEach(answer -> reject(answer, Refusal.ROOM_NOT_FOUND));",
                    ".forEach(answer -> rooms.emit(new Effect.Answered(answer.subscription(), answer.change(),"
                            + " null)));"),
            new PlantedFault(
                    "replays changes that are delivered later",
                    ".filter(change -> isDelivered(change, page.after, room))",
                    ""),
            new PlantedFault("does not look for messages of a node that has vanished", """
                // It may have stored changes and read markers that it could not announce any more.
                rooms.catchUp().suspectAll();\
                """, ""),
            new PlantedFault("does not tell other nodes that a user has left", """
                if (change.here()) {
                    rooms.emit(new Effect.Signal(new RoomSignal.Absent\
                """, """
                    if (change.here() && change.everywhere()) {
                        rooms.emit(new Effect.Signal(new RoomSignal.Absent\
                    """),
            new PlantedFault(
                    "delivers live messages to a client that is catching up",
                    "hasGap(room, after) ? after : null, !isReplayed,",
                    "hasGap(room, after) ? after : null, true,"),
            new PlantedFault(
                    "does not look for messages whose storing was reported as failed",
                    "LiveRoom room = rooms.find(id); if (room != null) { rooms.catchUp()",
                    "LiveRoom room = rooms.find(id); if (false) { rooms.catchUp()"),
            new PlantedFault(
                    "does not tell other nodes of messages whose storing was reported as failed",
                    "rooms.emit(new Effect.Signal(new RoomSignal.Reached(id, RoomSignal.Reached.UNKNOWN)));",
                    ""),
            new PlantedFault(
                    "delivers again what a client has received on another node",
                    "if (entry.after() != null && reached.lastChange() > room.delivered()) {",
                    "if (false) {"),
            new PlantedFault(
                    "reads for ever up to a message of a deleted room",
                    "suspect = false; announced = 0; }",
                    "suspect = false; }"),
            new PlantedFault(
                    "takes a room for an earlier one with the same id",
                    "return read != null && read.createdAt().equals(createdAt);",
                    "return read != null;"),
            new PlantedFault(
                    "ignores that a room was deleted", "if (room != null) { evict(room);", "if (false) { evict(room);"),
            new PlantedFault("remembers the requests of clients that have gone", "queued.remove(subscription);", ""),
            new PlantedFault("replays texts from memory that were edited since", "update(tail, changes);", ""),
            new PlantedFault(
                    "replays texts that were edited while they were being read",
                    "page.show(read, reached.lastChange())",
                    "read"),
            new PlantedFault(
                    "replays from the change after the next",
                    "(int) Math.min(change + 1 - first(), changes.size())",
                    "(int) Math.min(change + 2 - first(), changes.size())"),
            new PlantedFault(
                    "does not say that the room has never got to the client's change",
                    "|| (missed < 0 && after instanceof After.AfterChange)",
                    ""),
            new PlantedFault(
                    "stores a repeated edit again",
                    "new ChangeMessages.Edit(actor, room, message, text, id)",
                    "new ChangeMessages.Edit(actor, room, message, text, null)"),
            new PlantedFault(
                    "gives an id away with a delivery that the client does not get",
                    "requester -> !requester.subscription().catchingUp",
                    "_ -> true"),
            new PlantedFault(
                    "does not answer changes that are replayed to the client",
                    "requester -> requester.subscription().equals(replayedTo)",
                    "_ -> false"),
            new PlantedFault("does not remove a user from a room", "admissions.remove(id, user, reason);", "{}"),
            new PlantedFault(
                    "lets a user enter who was removed while that was being decided",
                    "admission.mustRecheck |= admission.room == room",
                    "admission.mustRecheck |= false"),
            new PlantedFault(
                    "does not look for users who were removed while the node was cut off",
                    "announceUsersHere(); rooms.catchUp().suspectAll(); rooms.admissions().reviewAll();",
                    "announceUsersHere(); rooms.catchUp().suspectAll();"),
            new PlantedFault(
                    "keeps a room that everybody has left", "if (room.presence().isEmpty()) {", "if (false) {"),
            new PlantedFault(
                    "tells of a reading before it is stored",
                    "List<RoomReads.Marked> all = reads.mark(marks);",
                    "marks.forEach(mark -> relay.read(new RoomSignal.Read(mark.reader().room(), mark.reader().user(),"
                            + " mark.seq(), ReadAudience.ONESELF))); List<RoomReads.Marked> all = reads.mark(marks);"),
            new PlantedFault(
                    "tells everybody what a user has read",
                    "audiences.getOrDefault(reader, ReadAudience.ONESELF)",
                    "ReadAudience.allBut(java.util.Set.of())"),
            new PlantedFault(
                    "forgets what was read until the end of the second",
                    "if (queue.isEmpty()) { all.remove(); } else { taken",
                    "if (queue.first.isEmpty()) { all.remove(); } else { taken"),
            new PlantedFault(
                    "stores each reading at once",
                    "queue.takenAt != null && now - queue.takenAt < periodNanos",
                    "false"),
            new PlantedFault(
                    "lets the first reading wait",
                    "queue.takenAt != null && now - queue.takenAt < periodNanos",
                    "now - (queue.takenAt == null ? (queue.takenAt = now) : queue.takenAt) < periodNanos"),
            new PlantedFault(
                    "refuses all readings that wait with one beyond the end",
                    "queue.add(taken.requested()); queue.isUncertain |= taken.isUncertain();",
                    "queue.isUncertain |= taken.isUncertain();"),
            new PlantedFault(
                    "answers only one of the clients that have read the same",
                    "waiting.merge(seq, requesters, Requesters::and)",
                    "waiting.put(seq, requesters)"),
            new PlantedFault(
                    "does not store a reading again after a failure",
                    "queue.add(taken.requested()); queue.isUncertain = true;",
                    "queue.isUncertain = true;"),
            new PlantedFault(
                    "does not tell a reading that was stored when its failure was reported",
                    "queue.add(taken.requested()); queue.isUncertain = true;",
                    "queue.add(taken.requested());"),
            new PlantedFault(
                    "lets readings go back",
                    "if (!room.sentReadMarkers.add(read.user(), read.seq())) {",
                    "if (!room.sentReadMarkers.add(read.user(), read.seq()) && false) {"),
            new PlantedFault(
                    "does not know what newcomers were told", "room.sentReadMarkers.addNewcomer(user, state);", ""),
            new PlantedFault(
                    "does not tell a newcomer what was read meanwhile",
                    "room.readWhileEntering.put(read.user(), read);",
                    ""),
            new PlantedFault(
                    "does not tell newcomers what is read",
                    "!isReplayed, subscription.state));",
                    "!isReplayed, null));"),
            new PlantedFault(
                    "does not look for readings of a node that has vanished",
                    "read markers that it could not announce any more. rooms.catchUp().suspectAll();"
                            + " rooms.admissions().reviewAll();",
                    "read markers that it could not announce any more.\n rooms.catchUp().suspectAll();"),
            new PlantedFault(
                    "does not look for readings of a node that comes back",
                    "announceUsersHere(); rooms.admissions().reviewAll();",
                    "announceUsersHere();"),
            new PlantedFault(
                    "does not look for readings that it was not told", "usesProtocol2(review))));", "false)));"),
            new PlantedFault(
                    "tells only one client of a reading whose signal was lost",
                    "return seq > sent.toAll();",
                    "return seq > sent.toAny();"),
            new PlantedFault("tells a client that has left the room what is read", "rooms.emit(answer);", """
                rooms.emit(answer);
                rooms.emit(new Effect.TellRead(
                        new RoomSignal.Read(room.id(), subscription.user().id(), 0, ReadAudience.ONESELF), subscription));
                """));

    @Override
    public String toString() {
        return name;
    }
}
