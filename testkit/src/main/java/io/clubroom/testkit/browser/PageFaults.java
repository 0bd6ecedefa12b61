package io.clubroom.testkit.browser;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.util.List;

/** What is wrong with a page as it is now, in words; empty if nothing is. */
public final class PageFaults {
    private static final String TOO_WIDE = """
        () => {
          const width = document.documentElement.clientWidth;
          const scrolls = (element) => element && element !== document.body && element !== document.documentElement
              && (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement));
          return [...document.body.querySelectorAll('*')]
              .filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > width + 1
                  && !scrolls(element.parentElement))
              .map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class')} ends at `
                  + `${Math.round(element.getBoundingClientRect().right)} of ${width} pixels`);
        }\
        """;

    private PageFaults() {}

    /** What axe finds of WCAG 2.2 level AA and of its best practices. */
    public static List<String> ofAccessibility(Page page) {
        AxeRunOptions options = new AxeRunOptions();
        // To describe all that is right takes long, too.
        options.setResultTypes(List.of("violations"));
        return new AxeBuilder(page)
                .options(options).setLegacyMode(true).analyze().getViolations().stream()
                        .flatMap(rule -> rule.getNodes().stream()
                                .map(node -> rule.getId() + ": " + node.getTarget() + " " + node.getFailureSummary()))
                        .toList();
    }

    /** The visible elements that end beyond the right edge of the window, unless they scroll within a narrower element. */
    @SuppressWarnings("unchecked")
    public static List<String> ofWidth(Page page) {
        return (List<String>) page.evaluate(TOO_WIDE);
    }
}
