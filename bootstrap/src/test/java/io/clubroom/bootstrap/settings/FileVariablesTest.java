package io.clubroom.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.file.MediaType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileVariablesTest {
    private static final Path DATA_DIR = Path.of("data");

    private static FileSettings read(String... variables) {
        Map<String, String> environment = new HashMap<>();
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return FileVariables.read(new Variables(environment, Path.of("work")), DATA_DIR);
    }

    @Test
    void by_default_files_are_kept_in_the_data_directory() {
        FileSettings files = read();

        assertThat(files.bucket()).isEmpty();
        assertThat(files.folder()).isEqualTo(Path.of("data/files"));
        assertThat(files.policy().maxBytes()).isEqualTo(50 << 20);
        assertThat(files.policy().quotaBytes()).isEqualTo(1 << 30);
        assertThat(files.policy().keepsMetadata()).isFalse();
    }

    @Test
    void the_documentation_lists_the_types_that_are_accepted_by_default() throws IOException {
        String list = String.join("\n", FileVariables.DEFAULT_TYPES);

        assertThat(Path.of("../docs/files.md")).content().contains("```\n" + list + "\n```");
        assertThat(read().policy().types().patterns())
                .extracting(MediaType::value)
                .isEqualTo(FileVariables.DEFAULT_TYPES);
    }

    @Test
    void a_relative_folder_starts_at_the_working_directory() {
        assertThat(read("FILES", "my files").folder()).isEqualTo(Path.of("work/my files"));
    }

    @Test
    void a_bucket_has_its_spool_in_the_data_directory() {
        FileSettings files = read(
                "FILES", "s3://club/files?endpoint=http://localhost:9000&path_style=true",
                "AWS_ACCESS_KEY_ID", "id",
                "AWS_SECRET_ACCESS_KEY", "Secret-word-1",
                "AWS_REGION", "eu-west-1");

        assertThat(files.bucket().orElseThrow().bucket()).isEqualTo("club");
        assertThat(files.bucket().orElseThrow().region()).contains("eu-west-1");
        assertThat(files.folder()).isEqualTo(Path.of("data/spool"));
        assertThat(files.keys().orElseThrow().secret()).isEqualTo("Secret-word-1");
        assertThat(files.toString()).doesNotContain("Secret-word-1");
    }

    @Test
    void the_region_of_the_bucket_comes_first() {
        assertThat(read("FILES", "s3://club?region=eu-central-1", "AWS_REGION", "eu-west-1")
                        .bucket()
                        .orElseThrow()
                        .region())
                .isEqualTo(Optional.of("eu-central-1"));
    }

    @Test
    void reads_limits_types_and_metadata() {
        FileSettings files = read(
                "FILE_MAX_BYTES", "5000000000",
                "FILE_QUOTA_BYTES", "0",
                "FILE_TYPES", "image/*, Application/PDF",
                "FILES_KEEP_METADATA", "true");

        assertThat(files.policy().maxBytes()).isEqualTo(5_000_000_000L);
        assertThat(files.policy().quotaBytes()).isZero();
        assertThat(files.policy().types().patterns())
                .isEqualTo(List.of(new MediaType("image/*"), new MediaType("application/pdf")));
        assertThat(files.policy().keepsMetadata()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "FILES, ftp://example.com/files",
        "FILES, s3://",
        "FILES, s3://id:Secret-word-1@club",
        "FILES, s3://club?endpoint=https://id:Secret-word-1@s3.example.com",
        "FILE_MAX_BYTES, 0",
        "FILE_MAX_BYTES, 50MB",
        "FILE_QUOTA_BYTES, -1",
        "FILE_TYPES, pdf",
        "FILE_TYPES, */pdf",
        "FILES_KEEP_METADATA, maybe",
    })
    void an_invalid_value_is_refused_with_the_name_of_the_setting(String name, String value) {
        assertThatThrownBy(() -> read(name, value))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageStartingWith(name + " ")
                .hasMessageNotContaining("Secret-word-1");
    }

    @Test
    void one_half_of_the_credentials_for_a_bucket_is_refused() {
        assertThatThrownBy(() -> read("FILES", "s3://club", "AWS_ACCESS_KEY_ID", "id"))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageStartingWith("AWS_SECRET_ACCESS_KEY ");
        assertThatThrownBy(() -> read("FILES", "s3://club", "AWS_SECRET_ACCESS_KEY", "Secret-word-1"))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageStartingWith("AWS_ACCESS_KEY_ID ")
                .hasMessageNotContaining("Secret-word-1");
    }
}
