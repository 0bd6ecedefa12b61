package io.clubroom.testkit.browser;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.ColorScheme;

/** What a page is looked at with: the width of a desktop's window or of a phone, and the color scheme that its user prefers. */
public enum Look {
    WIDE_LIGHT(1280, ColorScheme.LIGHT),
    WIDE_DARK(1280, ColorScheme.DARK),
    NARROW_LIGHT(390, ColorScheme.LIGHT),
    NARROW_DARK(390, ColorScheme.DARK);

    private final int width;
    private final ColorScheme colors;

    Look(int width, ColorScheme colors) {
        this.width = width;
        this.colors = colors;
    }

    NewContextOptions options() {
        return new NewContextOptions().setViewportSize(width, 844).setColorScheme(colors);
    }
}
