package io.clubroom.bootstrap.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The variables of the environment and of a {@code .env} file, read as the types they stand for. */
final class Variables {
    private final Map<String, String> values;

    Variables(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /** Reads {@code .env} in the directory, if there is one; what the environment sets wins. */
    static Variables of(Map<String, String> environment, Path directory) {
        Path file = directory.resolve(".env");
        Map<String, String> values = Files.exists(file) ? DotEnv.read(file) : new HashMap<>();
        values.putAll(environment);
        return new Variables(values);
    }

    /** The text, if the variable is set to anything but white space. */
    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    String text(String name, String otherwise) {
        return text(name).orElse(otherwise);
    }

    int number(String name, int otherwise, int min, int max) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, as for a number out of range.
        }
        throw new InvalidSetting(name, "must be a whole number from " + min + " to " + max);
    }

    boolean flag(String name, boolean otherwise) {
        return text(name)
                .map(value -> switch (value.toLowerCase(Locale.ROOT)) {
                    case "true", "1" -> true;
                    case "false", "0" -> false;
                    default -> throw new InvalidSetting(name, "must be true or false");
                })
                .orElse(otherwise);
    }

    <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
        return text(name)
                .map(value -> Arrays.stream(type.getEnumConstants())
                        .filter(constant -> constant.name().equalsIgnoreCase(value))
                        .findFirst()
                        .orElseThrow(() -> new InvalidSetting(
                                name,
                                "must be one of "
                                        + Arrays.stream(type.getEnumConstants())
                                                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                                                .collect(Collectors.joining(", ")))));
    }

    Path path(String name, String otherwise) {
        try {
            return Path.of(text(name, otherwise));
        } catch (InvalidPathException notAPath) {
            throw new InvalidSetting(name, "must be a path in the file system");
        }
    }

    /** The absolute address of HTTP or HTTPS, without a fragment, if the variable is set. */
    Optional<URI> webAddress(String name) {
        return text(name).map(value -> webAddress(name, value));
    }

    /** As {@link #webAddress(String)}, for a part of what the variable is set to. */
    static URI webAddress(String name, String value) {
        try {
            URI address = new URI(value);
            if (("https".equals(address.getScheme()) || "http".equals(address.getScheme()))
                    && address.getHost() != null
                    && address.getRawUserInfo() == null
                    && address.getRawFragment() == null
                    && StandardCharsets.US_ASCII.newEncoder().canEncode(value)) {
                return address;
            }
        } catch (URISyntaxException notAUri) {
            // Said below, as for a URI that cannot be used.
        }
        throw new InvalidSetting(name, "must be an address such as https://example.com/path, without a '#'");
    }

    /** The parts between commas, without white space around them. */
    List<String> list(String name) {
        return text(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** All whose names begin so. */
    Map<String, String> startingWith(String prefix) {
        Map<String, String> found = new HashMap<>(values);
        found.keySet().removeIf(name -> !name.startsWith(prefix));
        return found;
    }
}
