package io.clubroom.mail;

import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.mail.MailTemplates;
import io.clubroom.domain.mail.OutgoingMail;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.error.RootAttributeNotFoundException;
import io.pebbletemplates.pebble.loader.MemoryLoader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Templates in Pebble's language: built-in ones, some of which custom ones may replace. The constructor reads, parses and renders all of
 * them once.
 */
public final class PebbleTemplates implements MailTemplates {
    /** The maximum length of a subject, in UTF-16 code units. */
    static final int MAX_SUBJECT = 200;

    /** The maximum length of a mail's text, in UTF-16 code units. Pebble counts blocks of a layout twice. */
    static final int MAX_TEXT = 32 << 20;

    private static final String PRODUCT = "Clubroom";
    private static final Pattern NO_TEXT = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}\\s]+");

    /**
     * The characters that can turn text into a link if another character follows, including ideographic full stops, which are equivalent to
     * dots (RFC 3490 §3.1).
     */
    private static final Pattern LINK = Pattern.compile("([.:/@\u3002\uFF0E\uFF61])(?=\\S)");

    private final Supplier<String> publicUrl;
    private final TemplateFiles files;
    private final PebbleEngine plain;
    private final PebbleEngine html;

    /**
     * @param publicUrl the address of the server, without a trailing slash; not called before the first mail
     * @param folder the folder with custom templates; null if there is none
     * @throws InvalidMailSetting if the folder cannot be read, or contains a file that is not a template or has an error
     */
    public PebbleTemplates(Supplier<String> publicUrl, @Nullable Path folder) {
        this.publicUrl = publicUrl;
        files = TemplateFiles.read(folder);
        plain = engine(files, false);
        html = engine(files, true);
        for (MailKind kind : MailKind.values()) {
            check(kind, MailVariables.samples(kind));
            check(kind, MailVariables.shortSamples(kind));
        }
    }

    /** @throws IllegalArgumentException if a variable of the template is missing */
    @Override
    public String subject(MailKind kind, Map<String, String> variables) {
        String line = oneLine(render(plain, kind.text() + ".subject", variables(variables, publicUrl.get())));
        if (line.length() <= MAX_SUBJECT) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(MAX_SUBJECT - 1)) ? MAX_SUBJECT - 1 : MAX_SUBJECT;
        return line.substring(0, end);
    }

    /** The text of a mail for readers without HTML. */
    String text(OutgoingMail mail) {
        return render(plain, mail.kind().text() + ".txt", variables(mail)).strip() + "\n";
    }

    /** The text of a mail in HTML. */
    String html(OutgoingMail mail) {
        return render(html, mail.kind().text() + ".html", variables(mail));
    }

    static String oneLine(String text) {
        return NO_TEXT.matcher(text).replaceAll(" ").strip();
    }

    /** Prevents mail programs from turning names, which users choose freely, into links. */
    private static String withoutLinks(String name) {
        return LINK.matcher(name).replaceAll("$1 ");
    }

    private static Map<String, Object> variables(Map<String, String> variables, String publicUrl) {
        Map<String, Object> all = new HashMap<>(variables);
        MailVariables.NAMES.forEach(name -> all.computeIfPresent(name, (_, value) -> withoutLinks((String) value)));
        all.put(MailVariables.PRODUCT, PRODUCT);
        all.put(MailVariables.PUBLIC_URL, publicUrl);
        return all;
    }

    private Map<String, Object> variables(OutgoingMail mail) {
        Map<String, Object> all = variables(mail.variables(), publicUrl.get());
        all.put(MailVariables.EMAIL, mail.to().value());
        return all;
    }

    private void check(MailKind kind, Map<String, String> samples) {
        Map<String, Object> variables = variables(samples, MailVariables.SAMPLE_PUBLIC_URL);
        if (oneLine(check(plain, kind.text() + ".subject", variables)).isEmpty()) {
            throw files.invalid(kind.text() + ".subject", null, "the subject is empty");
        }
        variables.put(MailVariables.EMAIL, MailVariables.SAMPLE_EMAIL);
        check(plain, kind.text() + ".txt", variables);
        check(html, kind.text() + ".html", variables);
    }

    private String check(PebbleEngine engine, String name, Map<String, Object> variables) {
        try {
            return evaluate(engine, name, variables);
        } catch (RootAttributeNotFoundException unknown) {
            String known = variables.keySet().stream().sorted().collect(Collectors.joining(", "));
            throw files.invalid(
                    fileOf(unknown, name),
                    unknown.getLineNumber(),
                    "there is no variable " + unknown.getAttributeName() + " in " + name + ", only " + known);
        } catch (PebbleException invalid) {
            throw files.invalid(
                    fileOf(invalid, name), invalid.getLineNumber(), String.valueOf(invalid.getPebbleMessage()));
        } catch (RuntimeException invalid) {
            // Pebble's filters also throw such exceptions.
            throw files.invalid(name, null, String.valueOf(invalid.getMessage()));
        }
    }

    private static String fileOf(PebbleException invalid, String otherwise) {
        return invalid.getFileName() == null ? otherwise : invalid.getFileName();
    }

    private static String render(PebbleEngine engine, String name, Map<String, Object> variables) {
        try {
            return evaluate(engine, name, variables);
        } catch (PebbleException invalid) {
            throw new IllegalArgumentException("The template " + name + " cannot be rendered.", invalid);
        }
    }

    private static String evaluate(PebbleEngine engine, String name, Map<String, Object> variables) {
        StringWriter text = new StringWriter();
        try {
            engine.getTemplate(name).evaluate(text, variables, Locale.ENGLISH);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return text.toString();
    }

    private static PebbleEngine engine(TemplateFiles files, boolean html) {
        MemoryLoader loader = new MemoryLoader();
        files.contents().forEach(loader::addTemplate);
        return new PebbleEngine.Builder()
                .loader(loader)
                .strictVariables(true)
                .autoEscaping(html)
                // Keep line breaks after variables.
                .newLineTrimming(false)
                .maxRenderedSize(MAX_TEXT)
                // All variables are strings, so templates need not call methods.
                .methodAccessValidator((object, method) -> false)
                .defaultLocale(Locale.ENGLISH)
                .build();
    }
}
