package io.clubroom.testkit.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Opens pages for a test, each with cookies and storage of its own. A test fails if a script of its pages throws, if a page does what its
 * Content-Security-Policy forbids, or if it asks another host.
 */
public final class TestBrowser {
    /** Bounds a wait for what never comes; on a busy machine a page may take many seconds. */
    private static final double TIMEOUT_MILLIS = 60_000;

    private final Browser browser;
    private final List<Page> pages = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    TestBrowser(Browser browser) {
        this.browser = browser;
    }

    /** Opens the page in a wide window of a user who prefers light colors. */
    public Page open(URI address) {
        return open(address, Look.WIDE_LIGHT);
    }

    /** Opens the page; returns when it and what it refers to are loaded. */
    public Page open(URI address, Look look) {
        return open(address, look, page -> {});
    }

    /** Opens the page like {@link #open(URI, Look)}, and calls {@code before} before anything is loaded. */
    public Page open(URI address, Look look, Consumer<Page> before) {
        BrowserContext context = browser.newContext(look.options());
        context.setDefaultTimeout(TIMEOUT_MILLIS);
        PlaywrightAssertions.setDefaultAssertionTimeout(TIMEOUT_MILLIS);
        Page page = context.newPage();
        pages.add(page);
        page.onPageError(error -> faults.add("error: " + error));
        page.onConsoleMessage(this::look);
        page.onRequest(request -> {
            URI asked = URI.create(request.url());
            if (asked.getHost() != null && !asked.getAuthority().equals(address.getAuthority())) {
                faults.add("request to another host: " + asked);
            }
        });
        before.accept(page);
        page.navigate(address.toString());
        return page;
    }

    private void look(ConsoleMessage message) {
        if (message.text().contains("Content Security Policy")) {
            faults.add(message.text());
        }
    }

    void requireNoFaults() {
        assertThat(faults).as("faults of the opened pages").isEmpty();
    }

    /** Writes a picture of each open page, whole, to {@code NAME-1.png} and so on. */
    void photograph(Path directory, String name) {
        for (int i = 0; i < pages.size(); i++) {
            pages.get(i)
                    .screenshot(new ScreenshotOptions()
                            .setFullPage(true)
                            .setPath(directory.resolve(name + "-" + (i + 1) + ".png")));
        }
    }

    void closePages() {
        pages.forEach(page -> page.context().close());
    }
}
