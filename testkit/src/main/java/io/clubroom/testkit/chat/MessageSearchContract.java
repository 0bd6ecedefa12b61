package io.clubroom.testkit.chat;

import static io.clubroom.testkit.user.UserFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.chat.ChangeDraft;
import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.EditWindow;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.search.MessageSearch;
import io.clubroom.domain.chat.search.MessageSearch.Hit;
import io.clubroom.domain.chat.search.MessageSearch.Page;
import io.clubroom.domain.chat.search.MessageSearch.Query;
import io.clubroom.domain.chat.search.Place;
import io.clubroom.domain.chat.search.SearchWords;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of {@link MessageSearch}. */
public interface MessageSearchContract extends ChatPorts {
    MessageSearch search();

    /** Makes the user a member of a room. */
    void join(RoomId room, UserId user);

    /** Bans the user from a room, without an end if it is null. */
    void ban(RoomId room, UserId user, @Nullable Instant until);

    private Room room() {
        Room room = RoomsContract.newRoom();
        rooms().add(room);
        return room;
    }

    private Message write(Room room, User author, String text, Instant at) {
        return write(room, author, List.of(text), at).getFirst();
    }

    /** The second message is written a second after the first, and so on. */
    private List<Message> write(Room room, User author, List<String> texts, Instant at) {
        List<Draft> drafts = new ArrayList<>();
        for (String text : texts) {
            drafts.add(new Draft(
                    new MessageId(UUID.randomUUID()),
                    room.id(),
                    author.id(),
                    author.tokenVersion(),
                    new MessageText(text),
                    null,
                    at.plusSeconds(drafts.size())));
        }
        return messages().append(drafts).stream()
                .map(outcome -> ((RoomChange.Posted) ((Outcome.Stored) outcome).change()).message())
                .toList();
    }

    private static Query query(String words, int limit) {
        return new Query(new UserId(UUID.randomUUID()), SearchWords.of(words), null, null, null, null, null, limit);
    }

    private static Query of(Query query, @Nullable Room room, @Nullable User author) {
        return new Query(
                query.reader(),
                query.words(),
                room == null ? null : room.id(),
                author == null ? null : author.id(),
                query.after(),
                query.before(),
                query.below(),
                query.limit());
    }

    private static Query between(Query query, @Nullable Instant after, @Nullable Instant before) {
        return new Query(
                query.reader(), query.words(), query.room(), query.author(), after, before, null, query.limit());
    }

    private static Query below(Query query, Place place) {
        return new Query(
                query.reader(),
                query.words(),
                query.room(),
                query.author(),
                query.after(),
                query.before(),
                place,
                query.limit());
    }

    private List<MessageId> found(Query query) {
        return ids(search().find(query).hits().stream());
    }

    private static List<MessageId> ids(Stream<Hit> hits) {
        return hits.map(hit -> hit.place().id()).toList();
    }

    /** The messages of all pages. */
    private List<MessageId> all(Query first) {
        List<Hit> hits = new ArrayList<>();
        Query query = first;
        while (true) {
            Page page = search().find(query);
            hits.addAll(page.hits());
            assertThat(page.hits()).hasSizeLessThanOrEqualTo(first.limit());
            if (page.next() == null) {
                return ids(hits.stream());
            }
            query = below(query, page.next());
        }
    }

    @Test
    default void tells_which_message_of_which_room_was_found() {
        Room room = room();
        write(room, aUser(), "Good morning", NOW);
        Message message = write(room, aUser(), "See you in the pool", NOW.plusSeconds(1));

        Page page = search().find(query("pool", 10));

        assertThat(page.hits()).containsExactly(new Hit(room, 2, new Place(message.createdAt(), message.id())));
        assertThat(page.next()).isNull();
    }

    @Test
    default void finds_any_part_without_regard_to_case_and_diacritics() {
        Message message = write(room(), aUser(), "Zażółć w ŁODZI, 東京の天気 🏊 straße", NOW);

        for (String part : List.of("z", "ZAZ", "łodzi", "lodzi", "DZI, 東", "京の", "天", "🏊", "STRASSE", "i,", "zolc")) {
            assertThat(found(query(part, 10))).as(part).containsExactly(message.id());
        }
        for (String part : List.of("zazolcw", "łodzia", "東天", "x", "straßen")) {
            assertThat(found(query(part, 10))).as(part).isEmpty();
        }
    }

    @Test
    default void all_words_must_be_there_in_any_order() {
        Message message = write(room(), aUser(), "The quick brown fox", NOW);

        assertThat(found(query("fox quick", 10))).containsExactly(message.id());
        assertThat(found(query("ow \u00a0 he\tUICK", 10))).containsExactly(message.id());
        assertThat(found(query("fox quack", 10))).isEmpty();
    }

    @Test
    default void no_character_has_a_special_meaning() {
        Room room = room();
        write(room, aUser(), "plain text", NOW);
        Message message = write(room, aUser(), "100%_a\\b*c?d[e](f)'g\"h;--^$.|\u0001", NOW);

        for (String part : List.of("%", "_", "\\", "*", "?", "[e]", "(f)", "'", "\"", ";--", "^$.|", "0%_a\\b*c?d[")) {
            assertThat(found(query(part, 10))).as(part).containsExactly(message.id());
        }
    }

    @Test
    default void selects_by_room_author_and_time() {
        Room pool = room();
        Room gym = room();
        User ann = aUser();
        User bob = aUser();
        Message annsInPool = write(pool, ann, "hello", NOW);
        Message bobsInPool = write(pool, bob, "hello", NOW.plusNanos(1_000));
        Message annsInGym = write(gym, ann, "hello", NOW.plusNanos(2_000));

        Query hello = query("hello", 10);
        assertThat(found(hello)).containsExactly(annsInGym.id(), bobsInPool.id(), annsInPool.id());
        assertThat(found(of(hello, pool, null))).containsExactly(bobsInPool.id(), annsInPool.id());
        assertThat(found(of(hello, null, ann))).containsExactly(annsInGym.id(), annsInPool.id());
        assertThat(found(of(hello, gym, bob))).isEmpty();
        assertThat(found(of(hello, RoomsContract.newRoom(), null))).isEmpty();
        assertThat(found(between(hello, NOW.plusNanos(1_000), null))).containsExactly(annsInGym.id(), bobsInPool.id());
        assertThat(found(between(hello, null, NOW.plusNanos(1_000)))).containsExactly(annsInPool.id());
        assertThat(found(between(hello, NOW, NOW.plusNanos(1_001)))).containsExactly(bobsInPool.id(), annsInPool.id());
        assertThat(found(between(hello, NOW.plusNanos(1), NOW.plusNanos(2_000))))
                .containsExactly(bobsInPool.id());
    }

    @Test
    default void finds_messages_by_what_they_are_now() {
        Room room = room();
        User author = aUser();
        List<Message> written = write(room, author, List.of("a secret", "another secret", "something"), NOW);
        assertThat(found(query("secret", 10)))
                .containsExactly(written.get(1).id(), written.get(0).id());

        messages()
                .append(List.of(
                        new ChangeDraft.Edit(
                                room.id(),
                                written.get(0).id(),
                                author.id(),
                                author.tokenVersion(),
                                new MessageText("nothing"),
                                EditWindow.DEFAULT,
                                null,
                                NOW.plusSeconds(60)),
                        new ChangeDraft.Deletion(
                                room.id(),
                                written.get(1).id(),
                                author.id(),
                                author.tokenVersion(),
                                null,
                                NOW.plusSeconds(60))));

        assertThat(found(query("secret", 10))).isEmpty();
        assertThat(found(query("thing", 10)))
                .containsExactly(written.get(2).id(), written.get(0).id());
    }

    @Test
    default void pages_continue_without_a_gap_even_among_messages_of_the_same_time() {
        Room room = room();
        Room other = room();
        User author = aUser();
        List<Message> expected = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Instant at = NOW.plusSeconds(i / 7);
            expected.add(write(i % 3 == 0 ? other : room, author, "hit " + i, at));
            write(room, author, "miss " + i, at);
        }
        expected.sort(Comparator.comparing((Message message) -> new Place(message.createdAt(), message.id()))
                .reversed());

        for (int limit : List.of(1, 4, 29, 30, 31)) {
            assertThat(all(query("hit", limit)))
                    .as("limit %s", limit)
                    .containsExactlyElementsOf(
                            expected.stream().map(Message::id).toList());
        }
    }

    @Test
    default void finds_nothing_in_rooms_that_the_reader_does_not_see() {
        User member = aUser();
        Room joined = room(RoomKind.PRIVATE, member);
        Room direct = room(RoomKind.DIRECT, member);
        join(direct.id(), aUser().id());
        Room others = room(RoomKind.PRIVATE, aUser());
        Room banned = room();
        Message inJoined = write(joined, member, "hello", NOW);
        Message inDirect = write(direct, member, "hello", NOW.plusSeconds(1));
        write(others, author(others), "hello", NOW.plusSeconds(2));
        write(banned, aUser(), "hello", NOW.plusSeconds(3));
        Message inPublic = write(room(), aUser(), "hello", NOW.plusSeconds(4));
        ban(banned.id(), member.id(), null);

        Query hello = by(query("hello", 10), member);
        assertThat(found(hello)).containsExactly(inPublic.id(), inDirect.id(), inJoined.id());
        assertThat(found(of(hello, joined, null))).containsExactly(inJoined.id());
        assertThat(found(of(hello, others, null))).isEmpty();
        assertThat(found(of(hello, banned, null))).isEmpty();

        ban(joined.id(), member.id(), null);

        assertThat(found(hello)).containsExactly(inPublic.id(), inDirect.id());
        assertThat(found(of(hello, joined, null))).isEmpty();
    }

    @Test
    default void a_ban_counts_until_it_ends() {
        User member = aUser();
        Room joined = room(RoomKind.PRIVATE, member);
        Room open = room();
        Message inJoined = write(joined, member, "hello", NOW);
        Message inOpen = write(open, member, "hello", NOW.plusSeconds(1));
        Query hello = by(query("hello", 10), member);

        Instant past = Instant.parse("2026-01-01T00:00:00Z");
        ban(joined.id(), member.id(), past);
        ban(open.id(), member.id(), past);
        assertThat(found(hello)).containsExactly(inOpen.id(), inJoined.id());

        Room another = room();
        write(another, member, "hello", NOW.plusSeconds(2));
        ban(another.id(), member.id(), Instant.parse("9999-01-01T00:00:00Z"));
        assertThat(found(hello)).containsExactly(inOpen.id(), inJoined.id());
        assertThat(found(of(hello, another, null))).isEmpty();
    }

    @Test
    default void a_direct_room_has_the_names_of_the_others() {
        User reader = author("Cyd");
        Room room = room(RoomKind.DIRECT, reader);
        join(room.id(), author("Bob").id());
        join(room.id(), author("Ann").id());
        write(room, reader, "hello", NOW);

        List<Hit> hits = search().find(by(query("hello", 10), reader)).hits();

        assertThat(hits)
                .singleElement()
                .extracting(Hit::room)
                .isEqualTo(new Room(room.id(), new RoomName("Ann, Bob"), RoomKind.DIRECT, room.createdAt()));
    }

    private User author(String fullName) {
        return aUser(user().fullName(fullName));
    }

    private Room room(RoomKind kind, User member) {
        Room room = new Room(RoomsContract.newRoom().id(), new RoomName("Hidden"), kind, RoomsContract.CREATED_AT);
        rooms().add(room);
        join(room.id(), member.id());
        return room;
    }

    /** Somebody in a private room. */
    private User author(Room room) {
        User author = aUser();
        join(room.id(), author.id());
        return author;
    }

    private static Query by(Query query, User reader) {
        return new Query(
                reader.id(),
                query.words(),
                query.room(),
                query.author(),
                query.after(),
                query.before(),
                query.below(),
                query.limit());
    }

    @Test
    default void a_removed_room_is_not_searched() {
        Room room = room();
        write(room, aUser(), "hello", NOW);
        assertThat(found(query("hello", 10))).hasSize(1);

        rooms().remove(room.id());

        assertThat(found(query("hello", 10))).isEmpty();
    }

    @Test
    default void messages_of_a_removed_user_are_found_but_not_as_the_users() {
        User author = aUser();
        Message message = write(room(), author, "hello", NOW);
        assertThat(found(of(query("hello", 10), null, author))).containsExactly(message.id());

        users().remove(author.id());

        assertThat(found(query("hello", 10))).containsExactly(message.id());
        assertThat(found(of(query("hello", 10), null, author))).isEmpty();
    }

    @Test
    default void finds_what_a_comparison_of_all_messages_finds() {
        Random random = new Random();
        long seed = random.nextLong();
        random.setSeed(seed);
        User author = aUser();
        List<Message> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Room room = room();
            List<String> texts = Stream.generate(() -> text(random)).limit(60).toList();
            all.addAll(write(room, author, texts, NOW.plus(Duration.ofSeconds(random.nextInt(100)))));
        }
        all.sort(Comparator.comparing((Message message) -> new Place(message.createdAt(), message.id()))
                .reversed());

        for (int i = 0; i < 30; i++) {
            String words = text(random).strip();
            if (words.isEmpty() || words.codePointCount(0, words.length()) > 100) {
                continue;
            }
            Query query = query(words, 5 + random.nextInt(20));
            assertThat(all(query))
                    .as("seed %s, words %s", seed, words)
                    .containsExactlyElementsOf(all.stream()
                            .filter(message ->
                                    query.words().areIn(message.text().value()))
                            .map(Message::id)
                            .toList());
        }
    }

    private static String text(Random random) {
        String letters = "aabł ÁÉ日本é%_ ";
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i >= 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
