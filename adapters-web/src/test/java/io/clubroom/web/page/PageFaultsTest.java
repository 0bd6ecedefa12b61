package io.clubroom.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import io.clubroom.testkit.browser.BrowserTest;
import io.clubroom.testkit.browser.Look;
import io.clubroom.testkit.browser.PageFaults;
import io.clubroom.testkit.browser.TestBrowser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@BrowserTest
class PageFaultsTest {
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void a_good_page_has_none(TestBrowser browser) {
        Page page = browser.open(
                page("<main><h1>Hello</h1><div style='overflow: auto'><p style='width: 900px'>wide</p></div></main>"),
                Look.NARROW_DARK);

        assertThat(PageFaults.ofAccessibility(page)).isEmpty();
        assertThat(PageFaults.ofWidth(page)).isEmpty();
    }

    @Test
    void finds_faint_text_and_fields_without_labels(TestBrowser browser) {
        Page page = browser.open(page("<main><h1 style='color: #bbb'>Hello</h1><input></main>"));

        assertThat(PageFaults.ofAccessibility(page))
                .anyMatch(fault -> fault.startsWith("color-contrast: "))
                .anyMatch(fault -> fault.startsWith("label: "));
    }

    @Test
    void finds_what_is_wider_than_the_window(TestBrowser browser) {
        Page page =
                browser.open(page("<main><h1>Hello</h1><p style='width: 900px'>wide</p></main>"), Look.NARROW_LIGHT);

        assertThat(PageFaults.ofWidth(page)).singleElement().asString().contains("of 390 pixels");
    }

    private URI page(String body) {
        server.createContext("/", exchange -> {
            byte[] html =
                    ("<!doctype html><html lang=en><meta charset=utf-8><meta name=color-scheme content='light dark'>"
                                    + "<title>A page</title><link rel=icon href='data:,'><body style='margin: 0'>"
                                    + body)
                            .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, html.length);
            exchange.getResponseBody().write(html);
            exchange.close();
        });
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }
}
