package io.clubroom.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import io.clubroom.application.mail.Subscription;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.browser.BrowserTest;
import io.clubroom.testkit.browser.Look;
import io.clubroom.testkit.browser.PageFaults;
import io.clubroom.testkit.browser.TestBrowser;
import io.clubroom.web.support.TestServer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

@BrowserTest
class PagesInBrowserTest {
    private static final String STRUCTURE =
            "[...document.body.querySelectorAll('*')].map(e => `${e.tagName}.${e.className}#${e.id}`).join()";
    private static final String JOHN = "john@example.com";
    private static final String MARIA = "maria.of.the.long.names@a-club-with-a-very-long-domain.example.com";

    private final TestServer server = TestServer.fresh();
    private final User john = server.add("john", Role.CLIENT);

    private String verificationLink(String address) {
        server.call("POST", "/verify-email").form("email", address).send();
        return server.mailbox.link(MailKind.VERIFICATION, address);
    }

    private String resetLink() {
        server.call("POST", "/reset-password").form("email", JOHN).send();
        return server.mailbox.link(MailKind.PASSWORD_RESET, JOHN);
    }

    private String restoreLink() {
        server.call("PUT", "/api/users/" + john.id())
                .bearer(server.token(server.stored(john)))
                .json("{\"email\":\"thief@example.com\"}")
                .send();
        return server.mailbox.link(MailKind.EMAIL_CHANGED, JOHN);
    }

    private String invitationLink(String address) {
        server.call("POST", "/api/invitations")
                .bearer(server.adminToken())
                .json("{\"email\":\"" + address + "\"}")
                .send();
        return server.mailbox.link(MailKind.INVITATION, address);
    }

    private static void press(Page page, String button) {
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(button)).click();
    }

    private static void fillIn(Page page, String label, String value) {
        page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)).fill(value);
    }

    private static String title(Page page) {
        return page.title().replace(" – Clubroom", "");
    }

    /** Opens the pages of one look, and collects what is wrong with each and with what their forms answer. */
    private final class Tour {
        private final TestBrowser browser;
        private final Look look;
        private final List<String> titles = new ArrayList<>();
        private final List<String> faults = new ArrayList<>();
        /** Pages with the same elements only differ in their texts. */
        private final Set<String> structures = new HashSet<>();

        Tour(TestBrowser browser, Look look) {
            this.browser = browser;
            this.look = look;
        }

        Page open(String link) {
            Page page = browser.open(server.address().resolve(link), look);
            look(page);
            return page;
        }

        void submit(Page page, String button) {
            press(page, button);
            look(page);
        }

        private void look(Page page) {
            titles.add(title(page));
            if (structures.add((String) page.evaluate(STRUCTURE))) {
                PageFaults.ofAccessibility(page).forEach(fault -> faults.add(page.title() + ": " + fault));
            }
            PageFaults.ofWidth(page).forEach(fault -> faults.add(page.title() + ": " + fault));
            assertThat(page.url()).doesNotContain("?", "token");
        }
    }

    /** Other looks only differ in colors, which the next test checks, and have more space. */
    @Test
    void every_page_and_outcome_is_accessible_and_fits_on_a_phone(TestBrowser browser) {
        Tour tour = new Tour(browser, Look.NARROW_DARK);
        tour.submit(tour.open(verificationLink(JOHN)), "Yes, verify my address");
        Page reset = tour.open(resetLink());
        fillIn(reset, "New password", "weak-password");
        tour.submit(reset, "Set the password");
        fillIn(reset, "New password", "BrandNew1Password");
        tour.submit(reset, "Set the password");
        tour.submit(tour.open(restoreLink()), "Restore my address");
        server.add("jane", Role.CLIENT);
        tour.submit(tour.open(verificationLink("jane@example.com")), "That wasn't me");
        Page invitation = tour.open(invitationLink(MARIA));
        fillIn(invitation, "Username", "maria t");
        fillIn(invitation, "Full name", "María");
        fillIn(invitation, "Password", "weak-password");
        fillIn(invitation, "Phone number (optional)", "none");
        tour.submit(invitation, "Create the account");
        fillIn(invitation, "Username", "maria.t");
        fillIn(invitation, "Password", "SecurePass123");
        fillIn(invitation, "Phone number (optional)", "");
        tour.submit(invitation, "Create the account");
        tour.submit(
                tour.open("/unsubscribe?token=" + server.unsubscribeTokens.of(john.id(), Subscription.ANNOUNCEMENTS)),
                "Stop announcements");
        Page dead = tour.open("/verify-email?token=unknown");
        // The browser accepts it.
        fillIn(dead, "E-mail address of your account", "john@example");
        tour.submit(dead, "Send another mail");
        fillIn(dead, "E-mail address of your account", JOHN);
        tour.submit(dead, "Send another mail");
        Page code = tour.open("/reset-password");
        fillIn(code, "E-mail address of your account", JOHN);
        fillIn(code, "Code in the mail", "123456");
        fillIn(code, "New password", "BrandNew1Password");
        tour.submit(code, "Set the password");

        assertThat(tour.titles)
                .containsExactly(
                        "Verify your e-mail address",
                        "Your address is verified",
                        "Choose a new password",
                        "Error: Choose a new password",
                        "Your new password is set",
                        "Take back the change of your address",
                        "Your address is restored",
                        "Verify your e-mail address",
                        "The account is locked",
                        "Create your account",
                        "Error: Create your account",
                        "Your account is ready",
                        "Stop announcements",
                        "You get no more announcements",
                        "This link does not work",
                        "Error: Ask for another mail",
                        "Look into your mailbox",
                        "Choose a new password",
                        "Error: Choose a new password");
        assertThat(tour.faults).isEmpty();
    }

    @Test
    void the_pages_with_the_most_elements_are_accessible_on_a_desktop(TestBrowser browser) {
        Tour tour = new Tour(browser, Look.WIDE_LIGHT);
        tour.open(verificationLink(JOHN));
        Page reset = tour.open(resetLink());
        fillIn(reset, "New password", "weak-password");
        tour.submit(reset, "Set the password");

        assertThat(tour.faults).isEmpty();
    }

    @Test
    void the_token_is_neither_in_the_address_bar_nor_in_the_history(TestBrowser browser) {
        String link = verificationLink(JOHN);
        Page page = browser.open(server.address().resolve(link));

        assertThat(page.url()).endsWith("/verify-email");
        page.navigate(server.address().resolve("/unsubscribe").toString());
        page.goBack();
        assertThat(page.url()).endsWith("/verify-email");
    }

    @Test
    void a_second_click_on_a_button_is_ignored(TestBrowser browser) {
        Page page = browser.open(server.address().resolve(verificationLink(JOHN)));

        Object ignored = page.evaluate("""
            () => {
              const ignored = [];
              addEventListener('submit', (event) => ignored.push(event.defaultPrevented));
              document.forms[0].requestSubmit();
              document.forms[0].requestSubmit();
              return ignored;
            }\
            """);
        page.waitForFunction("() => document.title.startsWith('Your address is verified')");

        assertThat(ignored).isEqualTo(List.of(false, true));
        assertThat(server.stored(john).emailVerified()).isTrue();
    }

    @Test
    void the_password_can_be_shown(TestBrowser browser) {
        Page page = browser.open(server.address().resolve(resetLink()));
        fillIn(page, "New password", "BrandNew1Password");

        page.getByLabel("Show the password").check();
        assertThat(page.locator("#password").getAttribute("type")).isEqualTo("text");
        assertThat(page.locator("#password").inputValue()).isEqualTo("BrandNew1Password");
        page.getByLabel("Show the password").uncheck();
        assertThat(page.locator("#password").getAttribute("type")).isEqualTo("password");
    }

    @Test
    void the_first_faulty_field_has_the_focus(TestBrowser browser) {
        Page page = browser.open(server.address().resolve(invitationLink("first.fault@example.com")));
        fillIn(page, "Username", "maria");
        fillIn(page, "Full name", "María");
        fillIn(page, "Password", "weak-password");
        press(page, "Create the account");

        assertThat(page.locator(":focus").getAttribute("id")).isEqualTo("password");
        assertThat(page.locator("#username").inputValue()).isEqualTo("maria");
        assertThat(page.locator("#password").inputValue()).isEmpty();
    }

    @Test
    void works_without_scripts(TestBrowser browser) {
        Page any = browser.open(server.address().resolve("/verify-email"));
        try (BrowserContext context =
                any.context().browser().newContext(new NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = context.newPage();
            page.navigate(server.address().resolve(resetLink()).toString());
            assertThat(page.getByLabel("Show the password").isVisible()).isFalse();
            fillIn(page, "New password", "BrandNew1Password");
            press(page, "Set the password");

            assertThat(title(page)).isEqualTo("Your new password is set");
        }
    }
}
