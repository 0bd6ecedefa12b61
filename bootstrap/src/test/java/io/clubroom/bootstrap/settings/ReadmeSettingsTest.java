package io.clubroom.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of settings in {@code README.md} states every setting with its default. */
class ReadmeSettingsTest {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final String VARIABLE = "[A-Z_]+";

    /** One row of the table describes the variables of several OAuth providers. */
    private static final Pattern OF_ANOTHER_PROVIDER = Pattern.compile(
            "(FACEBOOK|GITHUB)_CLIENT_(ID|SECRET)|(GOOGLE|FACEBOOK|GITHUB)_(AUTHORIZE|TOKEN|USERINFO)_URL");

    private final Map<String, String> declared = declared();
    private final Map<String, String> documented = documented();

    ReadmeSettingsTest() throws IOException {}

    private static Map<String, String> declared() {
        Variables variables = new Variables(Map.of(), Path.of(""));
        SettingsReader.read(variables, false);
        return variables.defaults();
    }

    /** The default cell of every variable; with several variables in a row, the part for the variable. */
    private static Map<String, String> documented() throws IOException {
        Map<String, String> defaults = new HashMap<>();
        try (Stream<String> lines = Files.lines(Path.of("../README.md"))) {
            lines.dropWhile(line -> !line.equals("## Settings"))
                    .filter(line -> line.startsWith("| `"))
                    .map(line -> line.split(" \\| ?"))
                    .forEach(cells -> {
                        List<String> names = CODE.matcher(cells[0])
                                .results()
                                .map(found -> found.group(1))
                                .filter(name -> name.matches(VARIABLE) && !name.endsWith("_") && !name.startsWith("_"))
                                .toList();
                        String[] parts = cells[1].split(", ");
                        for (int i = 0; i < names.size(); i++) {
                            defaults.put(names.get(i), parts.length == names.size() ? parts[i] : cells[1]);
                        }
                    });
        }
        return defaults;
    }

    @Test
    void names_every_setting_and_no_other() {
        Set<String> expected = new HashSet<>(declared.keySet());
        expected.removeIf(name -> OF_ANOTHER_PROVIDER.matcher(name).matches());

        Set<String> named = new HashSet<>(documented.keySet());
        named.removeIf(name -> OF_ANOTHER_PROVIDER.matcher(name).matches());
        assertThat(named).isEqualTo(expected);
    }

    @Test
    void states_the_default_of_every_setting() {
        assertThat(documented).isNotEmpty().allSatisfy((name, cell) -> {
            Matcher code = CODE.matcher(cell);
            String stated = cell.startsWith("`") && code.find() ? code.group(1) : "";
            if (name.equals("OAUTH_REDIRECT_URL")) {
                // Depends on the address that the server listens on.
                assertThat(declared.get(name)).isEmpty();
            } else {
                assertThat(stated).isEqualTo(declared.get(name));
            }
        });
    }
}
