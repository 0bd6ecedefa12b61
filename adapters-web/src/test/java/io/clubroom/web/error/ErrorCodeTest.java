package io.clubroom.web.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCodeTest {
    @ParameterizedTest
    @EnumSource
    void every_code_is_in_the_documentation_of_the_api(ErrorCode code) throws IOException {
        assertThat(Files.readString(Path.of("../docs/api.md")))
                .contains("| `" + code.text() + "` | " + code.status() + " | " + code.description() + " |");
    }
}
