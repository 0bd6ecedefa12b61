package io.clubroom.domain.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.file.FileId;
import io.clubroom.domain.validation.InvalidValue;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AttachmentsTest {
    private static final String ID = "0199f0a4-3c1e-7c5f-8d3f-5f2b6b1a9c10";

    @Test
    void up_to_ten_ids_are_accepted_in_their_order() {
        List<String> ids = Collections.nCopies(10, ID);

        assertThat(Attachments.of(ids)).hasSize(10).containsOnly(new FileId(UUID.fromString(ID)));
        assertThat(Attachments.of(List.of(ID.toUpperCase(Locale.ROOT)))).hasSize(1);
        assertThat(Attachments.of(List.of())).isEmpty();
    }

    @Test
    void more_than_ten_or_malformed_ids_are_refused_by_the_name_of_the_field() {
        for (List<String> ids : List.of(Collections.nCopies(11, ID), List.of(ID, "x"), List.of(""))) {
            assertThatThrownBy(() -> Attachments.of(ids))
                    .isInstanceOfSatisfying(
                            InvalidValue.class,
                            invalid -> assertThat(invalid.field()).isEqualTo("file_ids"));
        }
    }
}
