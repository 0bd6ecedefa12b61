package io.clubroom.persistence.chat;

import static java.util.stream.Collectors.toMap;

import io.clubroom.domain.chat.NotifyLevel;
import io.clubroom.domain.chat.ReadAudience;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.user.UserId;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Read markers and unread counts in PostgreSQL. */
@Singleton
public final class JdbcRoomReads implements RoomReads {
    private static final int MORE_MEMBERS = ReadAudience.MAX_MEMBERS + 1;

    private final ReadRows rows;

    JdbcRoomReads(ReadRows rows) {
        this.rows = rows;
    }

    @Override
    public Map<RoomId, Counts> counts(UserId user, Collection<RoomId> rooms) {
        return rooms.isEmpty()
                ? Map.of()
                : rows.counts(rooms.stream().map(RoomId::value).toArray(String[]::new), user.value()).stream()
                        .collect(toMap(row -> new RoomId(row.roomId()), CountsRow::toCounts));
    }

    @Override
    public Map<RoomId, Activity> activity(Map<RoomId, ? extends Collection<UserId>> rooms) {
        List<String> ids = new ArrayList<>();
        List<String> users = new ArrayList<>();
        rooms.forEach((room, asked) -> asked.forEach(user -> {
            ids.add(room.value());
            users.add(user.toString());
        }));
        Map<RoomId, Activity> activity = new HashMap<>();
        if (!ids.isEmpty()) {
            for (ActivityRow row : rows.activity(ids.toArray(String[]::new), users.toArray(String[]::new))) {
                activity.computeIfAbsent(new RoomId(row.roomId()), _ -> new Activity(row.toReached(), new HashMap<>()))
                        .members()
                        .put(new UserId(row.userId()), row.toCounts());
            }
        }
        return activity;
    }

    @Override
    public Map<Reader, State> states(Collection<Reader> readers) {
        if (readers.isEmpty()) {
            return Map.of();
        }
        String[] ids = rooms(readers);
        String[] users = users(readers);
        Map<Reader, List<Receipt>> receipts = new HashMap<>();
        for (ReceiptRow row : rows.receipts(ids, users, MORE_MEMBERS)) {
            receipts.computeIfAbsent(row.reader(), _ -> new ArrayList<>()).add(row.toReceipt());
        }
        Map<Reader, State> states = new HashMap<>();
        for (ReaderRow row : rows.ofReaders(ids, users)) {
            states.put(row.reader(), new State(row.toCounts(), receipts.getOrDefault(row.reader(), List.of())));
        }
        return states;
    }

    @Override
    public Map<Reader, ReadAudience> audiences(Collection<Reader> readers) {
        Map<Reader, ReadAudience> audiences = new HashMap<>();
        if (!readers.isEmpty()) {
            Map<Reader, Set<UserId>> excepted = new HashMap<>();
            for (AudienceRow row : rows.audiences(rooms(readers), users(readers), MORE_MEMBERS)) {
                Set<UserId> except = excepted.computeIfAbsent(row.reader(), _ -> new HashSet<>());
                if (!row.userId().equals(row.readerId())) {
                    except.add(new UserId(row.userId()));
                }
            }
            excepted.forEach((reader, except) -> audiences.put(reader, ReadAudience.allBut(except)));
        }
        return audiences;
    }

    @Override
    public List<Marked> mark(List<Mark> marks) {
        if (marks.isEmpty()) {
            return List.of();
        }
        // Locked in a fixed order, so that concurrent batches cannot deadlock.
        List<Mark> ordered = marks.stream()
                .sorted(Comparator.comparing((Mark mark) -> mark.reader().room().value())
                        .thenComparing(mark -> mark.reader().user().value()))
                .toList();
        List<Reader> readers = ordered.stream().map(Mark::reader).toList();
        String[] seqs = ordered.stream().map(mark -> Long.toString(mark.seq())).toArray(String[]::new);
        Map<Mark, Marked> outcomes = new HashMap<>();
        for (MarkResultRow row : rows.mark(rooms(readers), users(readers), seqs)) {
            outcomes.put(ordered.get((int) row.ordinal() - 1), row.toMarked());
        }
        return marks.stream().map(outcomes::get).map(Objects::requireNonNull).toList();
    }

    private static String[] rooms(Collection<Reader> readers) {
        return readers.stream().map(reader -> reader.room().value()).toArray(String[]::new);
    }

    private static String[] users(Collection<Reader> readers) {
        return readers.stream().map(reader -> reader.user().toString()).toArray(String[]::new);
    }

    @Override
    public Marked read(UserId user, RoomId room, long seq) {
        return rows.read(room.value(), user.value(), seq)
                .map(moved -> moved ? Marked.MOVED : Marked.UNCHANGED)
                .orElse(Marked.BEYOND_END);
    }

    @Override
    public void setNotify(UserId user, RoomId room, NotifyLevel notify) {
        rows.setNotify(room.value(), user.value(), notify.text());
    }
}
