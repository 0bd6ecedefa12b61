package io.clubroom.bootstrap.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads environment variables and the variables of a {@code .env} file as typed values. A blank variable counts as not set. */
final class Variables {
    private static final String NO_DEFAULT = "";

    private final Map<String, String> values;
    private final Path directory;
    private final Map<String, String> defaults = new LinkedHashMap<>();

    /** @param directory the working directory */
    Variables(Map<String, String> values, Path directory) {
        this.values = Map.copyOf(values);
        this.directory = directory;
    }

    /** Reads {@code .env} in the directory if it exists. The environment takes precedence. */
    static Variables of(Map<String, String> environment, Path directory) {
        Path file = directory.resolve(".env");
        Map<String, String> values = Files.exists(file) ? DotEnv.read(file) : new HashMap<>();
        values.putAll(environment);
        return new Variables(values, directory);
    }

    /** The variables read so far, in that order, with their defaults; an empty text if a variable has none. */
    Map<String, String> defaults() {
        return Collections.unmodifiableMap(defaults);
    }

    /** The names of all variables that are set, whether they are settings or not. */
    Set<String> names() {
        return values.keySet();
    }

    Optional<String> text(String name) {
        return read(name, NO_DEFAULT);
    }

    String text(String name, String defaultValue) {
        return read(name, defaultValue).orElse(defaultValue);
    }

    int number(String name, int defaultValue, int min, int max) {
        return (int) number(name, (long) defaultValue, min, max);
    }

    long number(String name, long defaultValue, long min, long max) {
        return read(name, Long.toString(defaultValue))
                .map(text -> parse(name, text, min, max))
                .orElse(defaultValue);
    }

    Optional<Integer> number(String name, int min, int max) {
        return text(name).map(text -> (int) parse(name, text, min, max));
    }

    /** A whole number of seconds, at least 1. */
    Duration seconds(String name, int defaultValue, int max) {
        return Duration.ofSeconds(number(name, defaultValue, 1, max));
    }

    boolean flag(String name, boolean defaultValue) {
        return read(name, Boolean.toString(defaultValue))
                .map(value -> switch (value.toLowerCase(Locale.ROOT)) {
                    case "true", "1" -> true;
                    case "false", "0" -> false;
                    default -> throw new InvalidSetting(name, "must be true or false");
                })
                .orElse(defaultValue);
    }

    <E extends Enum<E>> E choice(String name, E defaultValue) {
        E[] constants = defaultValue.getDeclaringClass().getEnumConstants();
        return read(name, text(defaultValue))
                .map(value -> Arrays.stream(constants)
                        .filter(constant -> text(constant).equalsIgnoreCase(value))
                        .findFirst()
                        .orElseThrow(() -> new InvalidSetting(
                                name,
                                "must be one of "
                                        + Arrays.stream(constants)
                                                .map(Variables::text)
                                                .collect(Collectors.joining(", ")))))
                .orElse(defaultValue);
    }

    /** A path; a relative one starts at the working directory. */
    Path path(String name, String defaultValue) {
        try {
            return directory.resolve(text(name, defaultValue));
        } catch (InvalidPathException notAPath) {
            throw new InvalidSetting(name, "must be a path in the file system");
        }
    }

    /** An absolute HTTP or HTTPS URL without user info and fragment, which this server can send requests to. */
    Optional<URI> webAddress(String name) {
        Optional<URI> address = browserAddress(name);
        address.filter(there -> there.getHost() == null).ifPresent(_ -> {
            throw new InvalidSetting(
                    name, "must have a host name of letters, digits, '.' and '-' (RFC 1123), and this one has a '_'");
        });
        return address;
    }

    /** Like {@link #webAddress}, for browsers only, which accept {@code _} in host names; {@link URI#getHost} is null then. */
    Optional<URI> browserAddress(String name) {
        return text(name).map(value -> browserAddress(name, value));
    }

    /** Parses one value as {@link #browserAddress(String)} does. */
    static URI browserAddress(String name, String value) {
        try {
            URI address = new URI(value.replace('_', 'x'));
            if (("https".equals(address.getScheme()) || "http".equals(address.getScheme()))
                    && address.getHost() != null
                    && address.getRawUserInfo() == null
                    && address.getRawFragment() == null
                    && StandardCharsets.US_ASCII.newEncoder().canEncode(value)) {
                return new URI(value);
            }
        } catch (URISyntaxException notAUri) {
            // Reported below.
        }
        throw new InvalidSetting(name, "must be an address such as https://example.com/path, without a '#'");
    }

    /** The comma-separated parts of a variable. */
    List<String> list(String name) {
        return text(name).map(Variables::parts).orElse(List.of());
    }

    /** The comma-separated parts of a text, without surrounding white space and empty parts. */
    static List<String> parts(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** All variables whose names start with the prefix. */
    Map<String, String> startingWith(String prefix) {
        Map<String, String> found = new HashMap<>(values);
        found.keySet().removeIf(name -> !name.startsWith(prefix));
        return found;
    }

    private Optional<String> read(String name, String defaultValue) {
        defaults.putIfAbsent(name, defaultValue);
        return Optional.ofNullable(values.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static long parse(String name, String text, long min, long max) {
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Reported below.
        }
        throw new InvalidSetting(name, "must be a whole number from " + min + " to " + max);
    }
}
