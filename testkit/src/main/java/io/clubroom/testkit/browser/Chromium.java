package io.clubroom.testkit.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A running Chromium that reaches no host but this machine. Playwright is used on one thread only, which is this one's. */
final class Chromium implements AutoCloseable {
    private static final String NO_OTHER_HOST =
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1";

    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("browser").factory());
    private final Playwright playwright;
    private final Browser browser;

    Chromium(Programs programs) {
        playwright = call(() -> Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of(
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1",
                        "PLAYWRIGHT_NODEJS_PATH",
                        programs.node().toString()))));
        browser = call(() -> playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(programs.chromium())
                        .setArgs(List.of(NO_OTHER_HOST))));
    }

    Browser browser() {
        return browser;
    }

    /** Runs the task on the thread of Playwright, and throws what it throws. */
    <T> T call(Callable<T> task) {
        try {
            return thread.submit(task).get();
        } catch (ExecutionException failed) {
            throw Chromium.<RuntimeException>sneaky(Objects.requireNonNull(failed.getCause()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E sneaky(Throwable failure) throws E {
        throw (E) failure;
    }

    @Override
    public void close() {
        call(() -> {
            playwright.close();
            return true;
        });
        thread.shutdown();
    }
}
