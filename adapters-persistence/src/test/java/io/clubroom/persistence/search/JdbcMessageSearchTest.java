package io.clubroom.persistence.search;

import static io.clubroom.testkit.user.UserFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.chat.search.MessageSearch;
import io.clubroom.domain.chat.search.MessageSearch.Page;
import io.clubroom.domain.chat.search.MessageSearch.Query;
import io.clubroom.domain.chat.search.Place;
import io.clubroom.domain.chat.search.SearchText;
import io.clubroom.domain.chat.search.SearchWords;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.persistence.Node;
import io.clubroom.persistence.Sql;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.Rival;
import io.clubroom.testkit.chat.MessageSearchContract;
import io.clubroom.testkit.chat.RoomsContract;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcMessageSearchTest implements MessageSearchContract {
    private static final JdbcSearchIndex.Sizes SMALL = new JdbcSearchIndex.Sizes(1, 70, 300, 3, 5_000);

    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    /** Searches three times: before the new messages are in the index, while half of them are without keys, and afterwards. */
    @Override
    public MessageSearch search() {
        return query -> {
            Page before = STORE.node().get(JdbcMessageSearch.class).find(query);
            if (isUpToDate()) {
                return before;
            }
            listHalf();
            Page between = STORE.node().get(JdbcMessageSearch.class).find(query);
            index();
            Page after = STORE.node().get(JdbcMessageSearch.class).find(query);
            assertThat(between).isEqualTo(before);
            assertThat(after).isEqualTo(before);
            return after;
        };
    }

    private static boolean isUpToDate() {
        IndexStatements statements = STORE.node().get(IndexStatements.class);
        return statements.pending() == 0 && statements.changes(1).isEmpty();
    }

    private static void listHalf() {
        IndexStatements statements = STORE.node().get(IndexStatements.class);
        STORE.node().transactions().call(() -> {
            statements.list((int) statements.pending() / 2, SMALL.mostNew());
            return null;
        });
    }

    @Override
    public Messages messages() {
        return STORE.node().messages();
    }

    @Override
    public Rooms rooms() {
        return STORE.node().rooms();
    }

    @Override
    public Users users() {
        return STORE.node().users();
    }

    @Override
    public void join(RoomId room, UserId user) {
        execute("INSERT INTO chat_members VALUES ('" + room.value() + "', '" + user.value() + "', 'member', now())");
    }

    @Override
    public void ban(RoomId room, UserId user, @Nullable Instant until) {
        execute("INSERT INTO chat_sanctions (room_id, user_id, kind, until, reason, created_at) VALUES ('"
                + room.value() + "', '" + user.value() + "', 'ban', " + (until == null ? "NULL" : "'" + until + "'")
                + ", 'spam', now())");
    }

    private static void execute(String sql) {
        try {
            Sql.execute(STORE.database(), sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static JdbcSearchIndex index(Node node) {
        return new JdbcSearchIndex(
                node.get(IndexStatements.class), node.get(SearchStatements.class), node.transactions(), SMALL);
    }

    /** Brings the index up to date. */
    private static void index() {
        JdbcSearchIndex index = index(STORE.node());
        while (index.advance().more()) {}
    }

    private Room room() {
        Room room = RoomsContract.newRoom();
        rooms().add(room);
        return room;
    }

    private List<MessageId> write(Room room, List<String> texts) {
        User author = aUser();
        return messages()
                .append(texts.stream()
                        .map(text -> new Draft(
                                new MessageId(UUID.randomUUID()),
                                room.id(),
                                author.id(),
                                author.tokenVersion(),
                                new MessageText(text),
                                null,
                                NOW))
                        .toList())
                .stream()
                .map(outcome -> ((RoomChange.Posted) ((Outcome.Stored) outcome).change())
                        .message()
                        .id())
                .toList();
    }

    private List<MessageId> found(String words) {
        return search()
                .find(new Query(
                        new UserId(UUID.randomUUID()), SearchWords.of(words), null, null, null, null, null, 100))
                .hits()
                .stream()
                .map(hit -> hit.place().id())
                .toList();
    }

    /** The keys that documents of the index have. */
    private static Set<Integer> keys() {
        IndexStatements statements = STORE.node().get(IndexStatements.class);
        Set<Integer> keys = new HashSet<>();
        for (Segment segment : statements.segments()) {
            for (SegmentBuilder.Row row : statements.rows(segment)) {
                Postings.read(row.postings(), (key, documents, count) -> keys.add(key));
            }
        }
        return keys;
    }

    private static Set<Integer> keys(String text) {
        Set<Integer> keys = new HashSet<>();
        SearchKeys.ofText(SearchText.of(text), keys::add);
        return keys;
    }

    private static long count(String table) throws SQLException {
        return Long.parseLong(
                Sql.column(STORE.database(), "SELECT count(*) FROM " + table).getFirst());
    }

    @Test
    void the_index_forgets_the_former_text_of_an_edited_message() throws Exception {
        MessageId edited =
                write(room(), List.of("nothing", "a secret", "something")).get(1);
        assertThat(found("secret")).containsExactly(edited);

        execute("UPDATE chat_messages SET content = 'Über öffentlich' WHERE id = '" + edited + "'");

        assertThat(found("secret")).isEmpty();
        assertThat(found("offentlich")).containsExactly(edited);
        assertThat(keys())
                .doesNotContainAnyElementsOf(SearchKeys.ofWords(List.of("secret")))
                .containsAll(keys("uber offentlich"));
        assertThat(count("chat_search_changes")).isZero();
    }

    @Test
    void the_index_follows_scattered_edits_and_removals() throws Exception {
        Room room = room();
        write(room, IntStream.range(0, 350).mapToObj(i -> "secret " + i).toList());
        index();

        execute("UPDATE chat_messages SET content = CASE WHEN seq % 6 = 0 THEN '' ELSE 'open ' || seq END WHERE seq %"
                + " 2 = 0");
        execute("DELETE FROM chat_messages WHERE seq % 5 = 0");
        execute("UPDATE chat_messages SET content = 'open again' WHERE seq = 2");
        assertThat(found("open")).hasSize(93);

        execute("UPDATE chat_messages SET content = 'closed' WHERE content LIKE 'secret%'");
        index();

        assertThat(keys()).doesNotContainAnyElementsOf(SearchKeys.ofWords(List.of("secret")));
        assertThat(found("open")).hasSize(93);
        assertThat(found("open again")).hasSize(1);
        assertThat(count("chat_search_changes")).isZero();
    }

    @Test
    void nothing_of_a_removed_room_stays_in_the_index() throws Exception {
        Room removed = room();
        write(removed, IntStream.range(0, 200).mapToObj(i -> "secret " + i).toList());
        Room other = room();
        MessageId kept = write(other, List.of("kept")).getFirst();
        assertThat(found("secret")).hasSize(100);

        rooms().remove(removed.id());
        index();

        assertThat(keys()).doesNotContainAnyElementsOf(SearchKeys.ofWords(List.of("secret")));
        assertThat(found("kept")).containsExactly(kept);
        rooms().remove(other.id());
        index();
        assertThat(count("chat_search_segments")).isZero();
        assertThat(count("chat_search_postings")).isZero();
    }

    @Test
    void two_nodes_put_each_message_into_the_index_once() throws Exception {
        Room room = room();
        try (Node other = Node.on(STORE.database(), 4)) {
            Race.of(4, racer -> {
                for (int i = 0; i < 10; i++) {
                    if (racer < 2) {
                        write(room, List.of("one " + i, "two " + i, "three " + i));
                    } else {
                        index(racer == 2 ? STORE.node() : other).advance();
                    }
                }
                return racer;
            });
        }
        index();

        IndexStatements statements = STORE.node().get(IndexStatements.class);
        List<UUID> documents = statements.segments().stream()
                .flatMap(segment -> DocumentRecord.read(statements.records(segment)).stream())
                .map(DocumentRecord::id)
                .toList();
        assertThat(documents).doesNotHaveDuplicates().hasSize(60);
    }

    @Test
    void small_segments_are_merged_into_few() throws Exception {
        Room room = room();
        for (int i = 0; i < 15; i++) {
            write(room, IntStream.range(0, 10).mapToObj(j -> "text " + j).toList());
            index();
        }

        assertThat(count("chat_search_segments")).isLessThan(6);
        assertThat(found("text 7")).hasSize(15);
    }

    @Test
    void a_page_ends_early_if_too_many_messages_have_the_parts_of_a_word_but_not_the_word() throws Exception {
        Room room = room();
        insert(room, 200, "abc bcd");
        MessageId oldest = oldest("abcd");
        index();

        Query query = query("abcd", null, 10);
        Page first = bounded(10, Integer.MAX_VALUE).find(query);
        assertThat(first.hits()).isEmpty();
        assertThat(first.next()).isNotNull();

        Page second = bounded(1_000, Integer.MAX_VALUE).find(query("abcd", first.next(), 10));
        assertThat(ids(second)).containsExactly(oldest);
        assertThat(second.next()).isNull();
    }

    @Test
    void a_page_ends_early_if_too_many_messages_without_keys_are_compared() throws Exception {
        Room room = room();
        insert(room, 400, "something else");
        MessageId oldest = oldest("abcd");
        list();

        Page first = bounded(Integer.MAX_VALUE, 100).find(query("abcd", null, 10));
        assertThat(first.hits()).isEmpty();
        assertThat(first.next()).isNotNull();

        assertThat(ids(bounded(Integer.MAX_VALUE, 1_000).find(query("abcd", first.next(), 10))))
                .containsExactly(oldest);
    }

    @Test
    void messages_of_private_rooms_of_others_are_not_compared() throws Exception {
        Room hidden = new Room(RoomsContract.newRoom().id(), new RoomName("Hidden"), RoomKind.PRIVATE, NOW);
        rooms().add(hidden);

        comparesNothingOf(hidden, reader());
    }

    @Test
    void messages_of_rooms_from_which_the_reader_is_banned_are_not_compared() throws Exception {
        Room banned = room();
        User reader = reader();
        ban(banned.id(), reader.id(), null);

        comparesNothingOf(banned, reader);
    }

    private User reader() {
        User reader = aUser();
        return reader;
    }

    /** So how long a search takes does not tell what is in rooms that the reader does not see. */
    private void comparesNothingOf(Room room, User reader) throws SQLException {
        insert(room, 200, "abcd");
        MessageId oldest = oldest("abcd");
        index();

        Page page = bounded(10, Integer.MAX_VALUE)
                .find(new Query(reader.id(), SearchWords.of("abcd"), null, null, null, null, null, 10));

        assertThat(ids(page)).containsExactly(oldest);
        assertThat(page.next()).isNull();
    }

    @Test
    void a_search_sees_one_state_of_the_database() {
        Room room = room();
        MessageId message = write(room, List.of("hello")).getFirst();
        Query query = query("hello", null, 10);
        JdbcMessageSearch search = STORE.node().get(JdbcMessageSearch.class);

        Page later = STORE.node().transactions().call(() -> {
            search.find(query);
            Rival.start(() -> write(room, List.of("hello again"))).result();
            return search.find(query);
        });

        assertThat(ids(later)).containsExactly(message);
        assertThat(ids(search.find(query))).hasSize(2);
    }

    private static JdbcMessageSearch bounded(int compared, int comparedWithoutKeys) {
        return new JdbcMessageSearch(
                STORE.node().get(SearchStatements.class),
                STORE.node().transactions(),
                InstantSource.system(),
                new SearchRun.Bounds(1_000, compared, comparedWithoutKeys));
    }

    private static Query query(String words, @Nullable Place below, int limit) {
        return new Query(new UserId(UUID.randomUUID()), SearchWords.of(words), null, null, null, null, below, limit);
    }

    private static List<MessageId> ids(Page page) {
        return page.hits().stream().map(hit -> hit.place().id()).toList();
    }

    /** A message of a room of its own that is older than all others. */
    private MessageId oldest(String text) {
        MessageId oldest = write(room(), List.of(text)).getFirst();
        execute("UPDATE chat_messages SET created_at = '2020-01-01' WHERE id = '" + oldest + "'");
        return oldest;
    }

    /** Puts all new messages into segments without keys. */
    private static void list() {
        STORE.node().transactions().call(() -> {
            STORE.node().get(IndexStatements.class).list(1_000, 300);
            return null;
        });
    }

    @Test
    void pages_are_empty_while_very_many_messages_are_in_no_segment() throws Exception {
        Room room = room();
        MessageId message = write(room, List.of("hello")).getFirst();
        execute("UPDATE chat_rooms SET last_seq = 100000 WHERE id = '"
                + room.id().value() + "'");
        Query query =
                new Query(new UserId(UUID.randomUUID()), SearchWords.of("hello"), null, null, null, null, null, 10);
        JdbcMessageSearch search = STORE.node().get(JdbcMessageSearch.class);

        Page empty = search.find(query);

        assertThat(empty.hits()).isEmpty();
        index();
        Query next = new Query(query.reader(), query.words(), null, null, null, null, empty.next(), 10);
        assertThat(search.find(next).hits()).extracting(hit -> hit.place().id()).containsExactly(message);
    }

    /** As they are in a database that was taken over. */
    private static void insert(Room room, int messages, String text) throws SQLException {
        Sql.execute(
                STORE.database(),
                "INSERT INTO chat_messages (id, room_id, content, created_at, seq)"
                        + " SELECT gen_random_uuid(), '" + room.id().value() + "', '" + text
                        + "', timestamptz '2024-01-01' + i * interval '1 minute', i"
                        + " FROM generate_series(1, " + messages + ") AS i",
                "UPDATE chat_rooms SET last_seq = " + messages + " WHERE id = '"
                        + room.id().value() + "'");
    }
}
