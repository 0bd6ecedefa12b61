package io.clubroom.testkit.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserDirectory;
import io.clubroom.domain.user.UserDirectory.Position;
import io.clubroom.domain.user.UserFilter;
import io.clubroom.domain.user.UserOrder;
import io.clubroom.domain.user.UserStatistics;
import io.clubroom.domain.user.Users;
import io.clubroom.domain.validation.InvalidValue;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract of {@link UserDirectory}. The store is empty when a test begins. */
public interface UserDirectoryContract {
    UserDirectory directory();

    Users users();

    Transactions transactions();

    private User stored(UserFixture fixture) {
        User user = fixture.build();
        users().add(user);
        return user;
    }

    private void remove(User user) {
        transactions().call(() -> {
            users().lock(user.id());
            users().remove(user.id());
            return true;
        });
    }

    private List<User> all(UserFilter filter) {
        return directory().list(filter, UserOrder.of("username"), null, 500);
    }

    private List<User> all(String order) {
        return directory().list(UserFilter.ALL, UserOrder.of(order), null, 500);
    }

    private List<String> usernames(UserFilter filter) {
        List<User> found = all(filter);
        assertThat(directory().count(filter)).isEqualTo(found.size());
        return found.stream().map(user -> user.username().value()).toList();
    }

    private List<String> search(String text) {
        return usernames(new UserFilter(null, null, text));
    }

    private List<User> pages(UserFilter filter, UserOrder order, int size) {
        List<User> users = new ArrayList<>();
        List<User> page;
        Position after = null;
        do {
            page = directory().list(filter, order, after, size);
            assertThat(page).hasSizeLessThanOrEqualTo(size);
            users.addAll(page);
            assertThat(users).doesNotHaveDuplicates();
            after = page.isEmpty() ? after : order.positionOf(page.getLast());
        } while (!page.isEmpty());
        return users;
    }

    private static Stream<UserOrder> everyOrder() {
        return Stream.of(UserOrder.Key.values())
                .flatMap(key -> Stream.of(new UserOrder(key, false), new UserOrder(key, true)));
    }

    // ordering

    @Test
    default void lists_nobody_without_users() {
        assertThat(all("created_at")).isEmpty();
        assertThat(directory().count(UserFilter.ALL)).isZero();
    }

    @Test
    default void lists_users_with_every_field() {
        User user = stored(UserFixture.admin().phoneNumber("+1 234 567 890").inactive());
        User another = stored(UserFixture.user().passwordHash(null));

        assertThat(all("username")).containsExactlyInAnyOrder(user, another);
    }

    @Test
    default void orders_by_creation_time_to_the_microsecond() {
        User second = stored(UserFixture.user().createdAt(Instant.parse("2025-03-06T10:00:00.000001Z")));
        User first = stored(UserFixture.user().createdAt(Instant.parse("2025-03-06T10:00:00Z")));
        User ancient = stored(UserFixture.user().createdAt(Instant.parse("1969-12-31T23:59:59.999999Z")));
        User third = stored(UserFixture.user().createdAt(Instant.parse("2025-03-06T10:00:00.000010Z")));

        assertThat(all("created_at")).containsExactly(ancient, first, second, third);
        assertThat(all("-created_at")).containsExactly(third, second, first, ancient);
    }

    @Test
    default void orders_usernames_by_code_point_ignoring_case() {
        List<User> ordered = Stream.of("a-b", "A.b", "a0", "A_a", "a_B", "ab", "AC", "b")
                .map(name -> stored(UserFixture.user().username(name)))
                .toList();

        assertThat(all("username")).containsExactlyElementsOf(ordered);
        assertThat(all("-username")).containsExactlyElementsOf(ordered.reversed());
    }

    @Test
    default void orders_addresses_by_code_point_ignoring_case() {
        List<User> ordered = Stream.of(
                        "a+b@x.org", "A-b@x.org", "a.b@x.org", "a@X.org", "a@x.orga", "A_a@x.org", "b@a.org")
                .map(address -> stored(UserFixture.user().email(address)))
                .toList();

        assertThat(all("email")).containsExactlyElementsOf(ordered);
        assertThat(all("-email")).containsExactlyElementsOf(ordered.reversed());
    }

    @Test
    default void orders_full_names_in_any_script_by_code_point_ignoring_case() {
        // Of the last two, the first has the smaller code point but the larger UTF-16 code unit.
        List<User> ordered = Stream.of(
                        "Al",
                        "al capone",
                        "Ann",
                        "ann-marie",
                        "Zed",
                        "Äpfel",
                        "ärger",
                        "Émile",
                        "Ивана",
                        "иванов",
                        "木村",
                        "ﬁnn",
                        "𝒜da")
                .map(name -> stored(UserFixture.user().fullName(name)))
                .toList();

        assertThat(all("full_name")).containsExactlyElementsOf(ordered);
        assertThat(all("-full_name")).containsExactlyElementsOf(ordered.reversed());
    }

    @Test
    default void orders_equal_keys_by_the_bytes_of_the_id() {
        List<User> byId = Stream.of(
                        "00000000-0000-0000-0000-000000000001",
                        "00000000-0000-0000-7fff-ffffffffffff",
                        "00000000-0000-0000-8000-000000000000",
                        "7fffffff-ffff-ffff-ffff-ffffffffffff",
                        "80000000-0000-0000-0000-000000000000",
                        "ffffffff-0000-0000-0000-000000000000")
                .map(id -> UserFixture.user().id(id).fullName(id.endsWith("f") ? "ANN LEE" : "Ann Lee"))
                .map(UserFixture::build)
                .toList();
        byId.reversed().forEach(users()::add);

        assertThat(all("created_at")).containsExactlyElementsOf(byId);
        assertThat(all("-created_at")).containsExactlyElementsOf(byId.reversed());
        assertThat(all("full_name")).containsExactlyElementsOf(byId);
        assertThat(all("-full_name")).containsExactlyElementsOf(byId.reversed());
    }

    @Test
    default void respects_the_limit() {
        Stream.of("a", "b", "c").forEach(name -> stored(UserFixture.user().username(name)));

        assertThat(directory().list(UserFilter.ALL, UserOrder.of("username"), null, 2))
                .map(user -> user.username().value())
                .containsExactly("a", "b");
        assertThat(directory().list(UserFilter.ALL, UserOrder.of("username"), null, 3))
                .hasSize(3);
        assertThat(directory().list(UserFilter.ALL, UserOrder.of("username"), null, 4))
                .hasSize(3);
    }

    // paging

    private void storeManyWithTies() {
        List<String> names = List.of("Ann Lee", "ANN LEE", "ann lee", "𝒜da", "ﬁnn", "Zed", "Ивана", "ивана");
        List<Role> roles = List.of(Role.values());
        for (int i = 0; i < 40; i++) {
            stored(UserFixture.user()
                    .fullName(names.get(i % names.size()))
                    .role(roles.get(i % roles.size()))
                    .createdAt(UserFixture.CREATED_AT.plus(i / 9, ChronoUnit.MICROS)));
        }
    }

    @Test
    default void pages_add_up_to_the_whole_list_in_every_order() {
        storeManyWithTies();

        assertThat(everyOrder())
                .allSatisfy(order -> assertThat(pages(UserFilter.ALL, order, 7))
                        .hasSize(40)
                        .containsExactlyElementsOf(directory().list(UserFilter.ALL, order, null, 500)));
    }

    @Test
    default void pages_of_one_user_add_up_to_the_whole_list() {
        storeManyWithTies();
        UserOrder order = UserOrder.of("-full_name");

        assertThat(pages(UserFilter.ALL, order, 1))
                .hasSize(40)
                .containsExactlyElementsOf(directory().list(UserFilter.ALL, order, null, 500));
    }

    @Test
    default void filtered_pages_add_up_to_the_whole_list_in_every_order() {
        storeManyWithTies();
        UserFilter filter = new UserFilter(Role.TRAINER, true, "иВаНа");

        assertThat(everyOrder())
                .allSatisfy(order -> assertThat(pages(filter, order, 2))
                        .hasSize((int) directory().count(filter))
                        .hasSizeGreaterThan(2)
                        .containsExactlyElementsOf(directory().list(filter, order, null, 500)));
    }

    @Test
    default void the_descending_order_is_the_reverse_of_the_ascending_order() {
        storeManyWithTies();

        assertThat(UserOrder.Key.values())
                .allSatisfy(key -> assertThat(directory().list(UserFilter.ALL, new UserOrder(key, true), null, 500))
                        .containsExactlyElementsOf(directory()
                                .list(UserFilter.ALL, new UserOrder(key, false), null, 500)
                                .reversed()));
    }

    @Test
    default void changes_between_two_pages_neither_repeat_nor_skip_a_user() {
        storeManyWithTies();

        assertThat(everyOrder()).allSatisfy(order -> {
            List<User> before = directory().list(UserFilter.ALL, order, null, 500);
            List<User> page = directory().list(UserFilter.ALL, order, null, 10);
            Position after = order.positionOf(page.getLast());

            User newcomer = stored(UserFixture.user()
                    .username("0newcomer")
                    .email("0newcomer@example.com")
                    .fullName("0 Newcomer")
                    .createdAt(UserFixture.CREATED_AT.minusSeconds(1)));
            User latecomer = stored(UserFixture.user()
                    .username("zzlatecomer")
                    .email("zzlatecomer@example.com")
                    .fullName("\uD83D\uDE00 Latecomer")
                    .createdAt(UserFixture.CREATED_AT.plusSeconds(1)));
            remove(page.getLast());
            remove(before.get(10));

            List<User> expected = new ArrayList<>(before.subList(11, before.size()));
            expected.add(order.descending() ? newcomer : latecomer);
            assertThat(directory().list(UserFilter.ALL, order, after, 500)).containsExactlyElementsOf(expected);

            remove(newcomer);
            remove(latecomer);
            users().add(page.getLast());
            users().add(before.get(10));
        });
    }

    @Test
    default void a_position_ignores_case() {
        User first = stored(UserFixture.user().username("Alice"));
        User second = stored(UserFixture.user().username("bob"));

        assertThat(directory().list(UserFilter.ALL, UserOrder.of("username"), new Position("aLICE", first.id()), 10))
                .containsExactly(second);
    }

    @Test
    default void rejects_a_position_that_does_not_fit_the_order() {
        stored(UserFixture.user());

        Stream.of("", "now", "John Smith", "2025-02-30T00:00:00Z", "-0001-01-01T00:00:00Z", "+12345-01-01T00:00:00Z")
                .forEach(value -> assertRefused(UserOrder.NEWEST_FIRST, value));
        Stream.of("username", "-email", "full_name").forEach(order -> assertRefused(UserOrder.of(order), "John\0"));
    }

    private void assertRefused(UserOrder order, String value) {
        Position nowhere = new Position(value, UserFixture.user().build().id());
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> directory().list(UserFilter.ALL, order, nowhere, 10))
                .satisfies(fault -> assertThat(fault.field()).isEqualTo("cursor"));
    }

    // filtering

    private void storeSix() {
        stored(UserFixture.admin().username("ann").email("x1@one.org").fullName("Xu Li"));
        stored(UserFixture.admin()
                .username("ben")
                .email("anna@two.org")
                .fullName("Xu Wang")
                .inactive());
        stored(UserFixture.user()
                .role(Role.TRAINER)
                .username("cid")
                .email("x3@one.org")
                .fullName("Anne Lee"));
        stored(UserFixture.user()
                .role(Role.TRAINER)
                .username("dan")
                .email("x4@one.org")
                .fullName("Xu Ma")
                .inactive());
        stored(UserFixture.user().username("eva").email("x5@two.org").fullName("Иванна Петрова"));
        stored(UserFixture.user().username("fay").email("x6@two.org").fullName("Zoë 𝒜da"));
    }

    @Test
    default void filters_by_role() {
        storeSix();

        assertThat(usernames(new UserFilter(Role.ADMIN, null, null))).containsExactly("ann", "ben");
        assertThat(usernames(new UserFilter(Role.TRAINER, null, null))).containsExactly("cid", "dan");
        assertThat(usernames(new UserFilter(Role.CLIENT, null, null))).containsExactly("eva", "fay");
    }

    @Test
    default void filters_by_activity() {
        storeSix();

        assertThat(usernames(new UserFilter(null, false, null))).containsExactly("ben", "dan");
        assertThat(usernames(new UserFilter(null, true, null))).containsExactly("ann", "cid", "eva", "fay");
    }

    @Test
    default void searches_usernames_addresses_and_full_names_ignoring_case() {
        storeSix();

        assertThat(search("ANN")).containsExactly("ann", "ben", "cid");
        assertThat(search("ann")).containsExactly("ann", "ben", "cid");
        assertThat(search("One.Org")).containsExactly("ann", "cid", "dan");
        assertThat(search("xu ")).containsExactly("ann", "ben", "dan");
        assertThat(search("ИВАНН")).containsExactly("eva");
        assertThat(search("ZOË")).containsExactly("fay");
        assertThat(search("\uD835\uDC9C")).containsExactly("fay");
        assertThat(search("nobody")).isEmpty();
        assertThat(search("")).hasSize(6);
    }

    @Test
    default void searches_for_one_or_two_characters() {
        stored(UserFixture.user().username("kim.u").email("ab@one.org").fullName("木村 拓哉"));
        stored(UserFixture.user().username("zed").email("cd@one.org").fullName("Åsa 𝒜𝒞"));

        assertThat(search("k")).containsExactly("kim.u");
        assertThat(search("Z")).containsExactly("zed");
        assertThat(search("O")).containsExactly("kim.u", "zed");
        assertThat(search("aB")).containsExactly("kim.u");
        assertThat(search("m.")).containsExactly("kim.u");
        assertThat(search("rg")).containsExactly("kim.u", "zed");
        assertThat(search("木")).containsExactly("kim.u");
        assertThat(search("拓哉")).containsExactly("kim.u");
        assertThat(search("åS")).containsExactly("zed");
        assertThat(search("𝒜𝒞")).containsExactly("zed");
        assertThat(search("q")).isEmpty();
        assertThat(search("ba")).isEmpty();
        // Both sides of a place where two fields would meet if they were concatenated.
        assertThat(search("ua")).isEmpty();
        assertThat(search("g木")).isEmpty();
        assertThat(search("\n")).isEmpty();
        assertThat(search("u\n")).isEmpty();
    }

    @Test
    default void does_not_match_across_fields() {
        stored(UserFixture.user().username("abc").email("def@x.org").fullName("Ghi Jkl"));

        assertThat(search("abcdef")).isEmpty();
        assertThat(search("x.orgGhi")).isEmpty();
        assertThat(search("c d")).isEmpty();
    }

    @Test
    default void searches_for_every_character_literally() {
        stored(UserFixture.user().username("a_b").fullName("100% Ann"));
        stored(UserFixture.user().username("axb").fullName("1000 Ann"));
        stored(UserFixture.user().username("b.s").fullName("back\\slash 'quoted' \"name\""));

        assertThat(search("a_b")).containsExactly("a_b");
        assertThat(search("a.b")).isEmpty();
        assertThat(search("0%")).containsExactly("a_b");
        assertThat(search("%")).containsExactly("a_b");
        assertThat(search("_")).containsExactly("a_b");
        assertThat(search("\\")).containsExactly("b.s");
        assertThat(search("back\\S")).containsExactly("b.s");
        assertThat(search("'QUOTED'")).containsExactly("b.s");
        assertThat(search("\"")).containsExactly("b.s");
        assertThat(search(".*")).isEmpty();
        assertThat(search("\0")).isEmpty();
    }

    @Test
    default void combines_filters() {
        storeSix();

        assertThat(usernames(new UserFilter(Role.ADMIN, true, null))).containsExactly("ann");
        assertThat(usernames(new UserFilter(Role.ADMIN, null, "two"))).containsExactly("ben");
        assertThat(usernames(new UserFilter(null, false, "XU"))).containsExactly("ben", "dan");
        assertThat(usernames(new UserFilter(Role.TRAINER, false, "xu"))).containsExactly("dan");
        assertThat(usernames(new UserFilter(Role.CLIENT, false, "a"))).isEmpty();
    }

    // counting

    private UserStatistics statistics(Instant now) {
        return directory().statistics(now);
    }

    @Test
    default void counts_0_for_every_role_without_users() {
        assertThat(statistics(UserFixture.CREATED_AT))
                .isEqualTo(
                        new UserStatistics(Map.of(Role.CLIENT, 0L, Role.TRAINER, 0L, Role.ADMIN, 0L), 0, 0, 0, 0, 0));
    }

    @Test
    default void counts_users_by_role_and_activity() {
        storeSix();
        stored(UserFixture.user());

        UserStatistics statistics = statistics(UserFixture.CREATED_AT.plus(Duration.ofDays(365)));

        assertThat(statistics)
                .isEqualTo(
                        new UserStatistics(Map.of(Role.CLIENT, 3L, Role.TRAINER, 2L, Role.ADMIN, 2L), 2, 7, 0, 0, 0));
    }

    @Test
    default void counts_registrations_of_the_last_day_week_and_month() {
        Instant now = Instant.parse("2025-06-30T12:00:00Z");
        Stream.of(1, 7, 30).map(Duration::ofDays).forEach(window -> {
            stored(UserFixture.user().createdAt(now.minus(window).plus(1, ChronoUnit.MICROS)));
            stored(UserFixture.user().createdAt(now.minus(window).minus(1, ChronoUnit.MICROS)));
        });
        stored(UserFixture.user().createdAt(now).inactive());

        UserStatistics statistics = statistics(now);

        assertThat(statistics.last24Hours()).isEqualTo(2);
        assertThat(statistics.last7Days()).isEqualTo(4);
        assertThat(statistics.last30Days()).isEqualTo(6);
        assertThat(statistics.total()).isEqualTo(7);
    }

    @Test
    default void counts_changes_and_removals() {
        User admin = stored(UserFixture.admin());
        User client = stored(UserFixture.user().username("client"));
        remove(admin);

        assertThat(directory().count(UserFilter.ALL)).isEqualTo(1);
        assertThat(directory().count(new UserFilter(Role.ADMIN, null, null))).isZero();
        assertThat(directory().count(new UserFilter(Role.CLIENT, true, null))).isEqualTo(1);
        assertThat(directory().count(new UserFilter(Role.CLIENT, false, null))).isZero();
        assertThat(all("email")).containsExactly(client);
        assertThat(statistics(client.createdAt()).byRole()).containsEntry(Role.ADMIN, 0L);
    }
}
