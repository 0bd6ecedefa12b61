package io.clubroom.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.clubroom.domain.mail.MailKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The contents of all template files, by name.
 *
 * @param folder the folder with custom templates; null if there is none
 */
record TemplateFiles(@Nullable Path folder, Map<String, String> contents) {
    /** The maximum size of a file, in bytes. */
    static final int MAX_FILE = 1 << 20;

    private static final String VARIABLE = "MAIL_TEMPLATES";
    private static final Pattern LOOKS_LIKE_A_TEMPLATE = Pattern.compile("[^.].*\\.(?:subject|txt|html)");

    static TemplateFiles read(@Nullable Path folder) {
        Map<String, String> contents = new HashMap<>();
        names().forEach(name -> contents.put(name, builtIn(name)));
        TemplateFiles files = new TemplateFiles(folder, contents);
        if (folder != null) {
            files.readFolder(folder);
        }
        return files;
    }

    /** Creates the exception for an invalid template, naming the file if it is a custom one. */
    InvalidMailSetting invalid(String name, @Nullable Integer line, String reason) {
        String file = folder == null ? name : folder.resolve(name).toString();
        return new InvalidMailSetting(
                VARIABLE,
                PebbleTemplates.oneLine("has an error in " + file + (line == null ? "" : ", line " + line) + ": "
                        + reason.replaceAll("\\.\\s*$", "")));
    }

    private void readFolder(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path file : entries.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (contents.containsKey(name)) {
                    contents.put(name, read(file, name));
                } else if (LOOKS_LIKE_A_TEMPLATE
                        .matcher(name.toLowerCase(Locale.ROOT))
                        .matches()) {
                    throw new InvalidMailSetting(VARIABLE, "has a file that no mail is made from, " + file);
                }
            }
        } catch (IOException unreadable) {
            throw new InvalidMailSetting(VARIABLE, "must name a folder that can be read, but is " + folder);
        }
    }

    private String read(Path file, String name) {
        try {
            if (Files.size(file) > MAX_FILE) {
                throw invalid(name, null, "it has more than " + MAX_FILE + " bytes");
            }
            return Files.readString(file).replaceFirst("^\uFEFF", "").replace("\r\n", "\n");
        } catch (CharacterCodingException invalid) {
            throw invalid(name, null, "it is not UTF-8");
        } catch (IOException unreadable) {
            throw invalid(name, null, "it cannot be read");
        }
    }

    private static Stream<String> names() {
        return Stream.concat(
                Stream.of("layout.txt", "layout.html"),
                Stream.of(MailKind.values())
                        .flatMap(kind -> Stream.of(".subject", ".txt", ".html").map(kind.text()::concat)));
    }

    private static String builtIn(String name) {
        try (InputStream file = TemplateFiles.class.getResourceAsStream("templates/" + name)) {
            if (file == null) {
                throw new IllegalStateException("There is no template " + name);
            }
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
