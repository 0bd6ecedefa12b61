package io.clubroom.web.openapi;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.clubroom.testkit.browser.BrowserTest;
import io.clubroom.testkit.browser.Look;
import io.clubroom.testkit.browser.PageFaults;
import io.clubroom.testkit.browser.TestBrowser;
import io.clubroom.web.support.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@BrowserTest
class DocsPageTest {
    private static final String IS_DARK =
            "getComputedStyle(document.documentElement).backgroundColor === 'rgb(28, 32, 34)'";

    private final TestServer server = TestServer.fresh();

    @ParameterizedTest
    @CsvSource("NARROW_DARK, true")
    void can_be_read_by_everybody_in_the_colors_that_they_prefer(Look look, boolean isDark, TestBrowser browser)
            throws Exception {
        Page page = openWithUsersOnly(browser, look);
        signIn(page);
        Locator listUsers = unfold(page, "listUsers");
        listUsers.locator(".execute").click();
        listUsers.locator(".error-line button").first().click();
        unfold(page, "updateUser");

        assertThat(listUsers.locator(".live-responses-table")).isVisible();
        assertThat((Boolean) page.evaluate(IS_DARK)).isEqualTo(isDark);
        assertThat(PageFaults.ofAccessibility(page)).isEmpty();
        assertThat(PageFaults.ofWidth(page)).isEmpty();
    }

    @Test
    void has_one_place_to_sign_in_and_shows_where_a_token_is_needed_and_sent(TestBrowser browser) {
        Page page = loaded(browser.open(server.address().resolve("/docs"), Look.WIDE_LIGHT));

        assertThat(PageFaults.ofAccessibility(page)).isEmpty();
        assertThat(page.locator(".authorize")).hasCount(0);
        assertThat(lock(page, "listUsers")).hasText("needs a token");
        assertThat(lock(page, "createUser")).hasText("token optional");
        assertThat(lock(page, "login")).hasCount(0);

        signIn(page, "wrong password");

        assertThat(page.locator("#outcome")).hasText("Invalid email or password");
        assertThat(page.locator("#sign-out")).isHidden();
        assertThat(lock(page, "listUsers")).hasText("needs a token");

        signIn(page);

        assertThat(page.locator("#outcome")).isEmpty();
        assertThat(lock(page, "listUsers")).hasText("sends your token");
        Locator listUsers = unfold(page, "listUsers");
        listUsers.locator(".execute").click();
        assertThat(listUsers
                        .locator(".live-responses-table .response-col_status")
                        .last())
                .containsText("200");

        page.locator("#sign-out").click();

        assertThat(lock(page, "listUsers")).hasText("needs a token");
    }

    @Test
    void errors_are_folded_up_behind_the_answer(TestBrowser browser) throws Exception {
        Page page = openWithUsersOnly(browser, Look.NARROW_DARK);
        Locator responses = unfold(page, "getMe").locator(".responses-table");
        Locator unauthorized = responses.locator(".error-line").filter(new Locator.FilterOptions().setHasText("401"));

        assertThat(responses.locator("[data-code='200']")).isVisible();
        assertThat(responses.locator("[data-code='401']")).hasCount(0);

        unauthorized.locator("button").click();

        assertThat(responses.locator("[data-code='401']")).isVisible();
        assertThat(unauthorized.locator("button")).hasAttribute("aria-expanded", "true");
    }

    /** The page with all operations takes seconds to appear. */
    private Page openWithUsersOnly(TestBrowser browser, Look look) throws JsonProcessingException {
        JsonNode document = new ObjectMapper()
                .readTree(server.call("GET", "/openapi.json").send().body());
        ObjectNode paths = (ObjectNode) document.get("paths");
        List<String> others = new ArrayList<>();
        paths.fieldNames().forEachRemaining(others::add);
        others.removeIf(path -> path.startsWith("/api/users"));
        paths.remove(others);
        return loaded(browser.open(
                server.address().resolve("/docs"),
                look,
                page -> page.route(
                        "**/openapi.json",
                        route -> route.fulfill(new Route.FulfillOptions()
                                .setContentType("application/json")
                                .setBody(document.toString())))));
    }

    private static Page loaded(Page page) {
        assertThat(operation(page, "listUsers")).isVisible();
        return page;
    }

    private void signIn(Page page) {
        signIn(page, TestServer.PASSWORD.reveal());
        assertThat(page.locator("#sign-out")).isVisible();
    }

    private void signIn(Page page, String password) {
        page.getByLabel("E-mail").fill(server.admin().email().value());
        page.locator("#password").fill(password);
        page.locator("#sign-in button").click();
    }

    private static Locator operation(Page page, String id) {
        return page.locator(".opblock[id$=-" + id + "]");
    }

    private static Locator lock(Page page, String id) {
        return operation(page, id).locator(".lock");
    }

    private static Locator unfold(Page page, String id) {
        Locator operation = operation(page, id);
        if (operation.locator(".opblock-body").count() == 0) {
            operation.locator(".opblock-summary-control").click();
            assertThat(operation.locator(".responses-table").first()).isVisible();
        }
        return operation;
    }
}
