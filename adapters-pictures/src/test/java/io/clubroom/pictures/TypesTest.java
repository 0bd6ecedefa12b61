package io.clubroom.pictures;

import static io.clubroom.pictures.Samples.latin;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.file.ContentInspector.Inspection;
import io.clubroom.domain.file.Dimensions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypesTest {
    private static final String OFFICE = "application/vnd.openxmlformats-officedocument.";

    private static Inspection inspect(byte[] content) {
        return new TikaContentInspector().inspect(new InMemoryChannel(content));
    }

    private static String typeOf(byte[] content) {
        return inspect(content).type().value();
    }

    private static String typeOf(String text) {
        return typeOf(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"jpg, image/jpeg", "png, image/png", "gif, image/gif", "bmp, image/bmp", "tiff, image/tiff"})
    void a_picture_has_its_type_and_its_dimensions(String format, String type) {
        assertThat(inspect(Samples.encoded(30, 20, format)))
                .isEqualTo(new Inspection(new io.clubroom.domain.file.MediaType(type), new Dimensions(30, 20)));
    }

    @Test
    void a_webp_has_its_type_and_its_dimensions() {
        assertThat(inspect(Samples.webp()).type().value()).isEqualTo("image/webp");
        assertThat(inspect(Samples.webp()).dimensions()).isEqualTo(new Dimensions(8, 4));
    }

    @Test
    void dimensions_are_those_that_are_displayed() {
        byte[] jpeg = Samples.withSegment(
                Samples.encoded(30, 20, "jpg"), 0xE1, Samples.joined(latin("Exif\0\0"), Samples.exif(6)));
        byte[] png = Samples.withChunk(Samples.encoded(30, 20, "png"), "eXIf", Samples.exif(8));

        assertThat(inspect(jpeg).dimensions()).isEqualTo(new Dimensions(20, 30));
        assertThat(inspect(png).dimensions()).isEqualTo(new Dimensions(20, 30));
    }

    @Test
    void text_is_plain_text_whatever_it_looks_like() {
        assertThat(typeOf("")).isEqualTo("text/plain");
        assertThat(typeOf("Grüße, 木村\n")).isEqualTo("text/plain");
        assertThat(typeOf("From: ada@example.com\nSubject: x\n\nHello")).isEqualTo("text/plain");
        assertThat(typeOf("#!/bin/sh\necho <html>")).isEqualTo("text/plain");
        assertThat(typeOf("{\"a\": 1}")).isEqualTo("text/plain");
        assertThat(typeOf("é".repeat(40_000))).isEqualTo("text/plain");
        assertThat(typeOf("\uFEFFHello".getBytes(StandardCharsets.UTF_16LE))).isEqualTo("text/plain");
        assertThat(typeOf("\uFEFFHello".getBytes(StandardCharsets.UTF_16BE))).isEqualTo("text/plain");
    }

    @Test
    void what_is_not_text_is_binary() {
        assertThat(typeOf("a\0b")).isEqualTo("application/octet-stream");
        assertThat(typeOf(latin("Gr\u00FC\u00DFe"))).isEqualTo("application/octet-stream");
    }

    @Test
    void html_and_svg_are_found_behind_what_may_precede_them() {
        assertThat(typeOf("<!DOCTYPE html><p>")).isEqualTo("text/html");
        assertThat(typeOf("\uFEFF\n <!-- a --><!-- b -->\n<HTML>")).isEqualTo("text/html");
        assertThat(typeOf("<script>alert(1)</script>")).isEqualTo("text/html");
        assertThat(typeOf("<svg xmlns='http://www.w3.org/2000/svg'/>")).isEqualTo("image/svg+xml");
        assertThat(typeOf("<?xml version='1.0'?><!-- a --><!DOCTYPE svg PUBLIC 'x' 'y'><svg/>"))
                .isEqualTo("image/svg+xml");
        assertThat(typeOf("<?xml version='1.0'?><s:svg xmlns:s='http://www.w3.org/2000/svg'/>"))
                .isEqualTo("image/svg+xml");
        assertThat(typeOf("\uFEFF<svg/>".getBytes(StandardCharsets.UTF_16LE))).isEqualTo("image/svg+xml");
        assertThat(typeOf("<?xml version='1.0'?><note/>")).isEqualTo("application/xml");
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "%PDF-1.7,application/pdf",
                "ID3\3\0,audio/mpeg",
                "\u00FF\u00FB\u0090\u0064\0\0,audio/mpeg",
                "fLaC\0\0,audio/flac",
                "OggS\0\2\0\0,audio/ogg",
                "RIFF\0\0\0\0WAVEfmt ,audio/wav",
                "RIFF\0\0\0\0AVI LIST,video/x-msvideo",
                "\0\0\0\u0014ftypisom\0\0\0\0mp42,video/mp4",
                "\0\0\0\u0014ftypM4A \0\0\0\0mp42,audio/mp4",
                "\0\0\0\u0014ftypqt  \0\0\0\0qt  ,video/quicktime",
                "\0\0\0\u0014ftypmif1\0\0\0\0heic,image/heic",
                "\0\0\0\u0014ftypavif\0\0\0\0mif1,image/avif",
                "\u001AE\u00DF\u00A3\u0087B\u0082\u0084webm,video/webm",
                "\u001AE\u00DF\u00A3\u008BB\u0082\u0088matroska,video/x-matroska",
            })
    void signatures_tell_audio_video_and_documents(String start, String type) {
        assertThat(typeOf(Samples.joined(latin(start), new byte[64]))).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource({
        OFFICE + "wordprocessingml.document.main+xml, " + OFFICE + "wordprocessingml.document",
        OFFICE + "wordprocessingml.template.main+xml, " + OFFICE + "wordprocessingml.template",
        OFFICE + "spreadsheetml.sheet.main+xml, " + OFFICE + "spreadsheetml.sheet",
        OFFICE + "presentationml.presentation.main+xml, " + OFFICE + "presentationml.presentation",
        "application/vnd.ms-word.document.macroEnabled.main+xml, application/vnd.ms-word.document.macroenabled.12",
        "application/vnd.ms-excel.sheet.binary.macroEnabled.main,"
                + " application/vnd.ms-excel.sheet.binary.macroenabled.12",
        "application/x-other.main+xml, application/zip",
    })
    void office_documents_are_told_by_their_main_part(String part, String type) throws IOException {
        String list = "<Types><Override PartName=\"/a.xml\" ContentType=\"" + part + "\"/></Types>";

        assertThat(typeOf(zip("a.xml", "x", "[Content_Types].xml", list))).isEqualTo(type);
    }

    @Test
    void open_documents_are_told_by_their_first_entry() throws IOException {
        String text = "application/vnd.oasis.opendocument.text";

        assertThat(typeOf(stored("mimetype", text))).isEqualTo(text);
        assertThat(typeOf(stored("mimetype", "application/x-other"))).isEqualTo("application/zip");
        assertThat(typeOf(zip("a", "mimetype" + text))).isEqualTo("application/zip");
    }

    @Test
    void a_list_of_types_that_inflates_to_gigabytes_is_read_only_in_part() throws IOException {
        byte[] bomb = zip("[Content_Types].xml", " ".repeat(50_000_000));

        assertThat(typeOf(bomb)).isEqualTo("application/zip");
    }

    @ParameterizedTest
    @CsvSource({
        "WordDocument, application/msword",
        "Workbook, application/vnd.ms-excel",
        "PowerPoint Document, application/vnd.ms-powerpoint",
        "Other, application/x-ole-storage"
    })
    void old_office_documents_are_told_by_a_stream_in_their_root(String stream, String type) {
        assertThat(typeOf(compoundFile(stream))).isEqualTo(type);
    }

    @Test
    void a_compound_file_whose_chains_have_no_end_is_read_only_in_part() {
        byte[] file = compoundFile("Other");
        // The directory follows itself, and its entry, too.
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(512 + 4, 1).putInt(1024 + 128 + 68, 1);

        assertThat(typeOf(file)).isEqualTo("application/x-ole-storage");
    }

    @Test
    void reads_a_bounded_part_of_a_large_content() {
        InMemoryChannel channel = new InMemoryChannel(new byte[20_000_000]);

        new TikaContentInspector().inspect(channel);

        assertThat(channel.read).isLessThan(1_000_000);
    }

    private static byte[] zip(String... entries) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < entries.length; i += 2) {
                zip.putNextEntry(new ZipEntry(entries[i]));
                zip.write(latin(entries[i + 1]));
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] stored(String name, String content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            ZipEntry entry = new ZipEntry(name);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(content.length());
            var checksum = new CRC32();
            checksum.update(latin(content));
            entry.setCrc(checksum.getValue());
            zip.putNextEntry(entry);
            zip.write(latin(content));
        }
        return bytes.toByteArray();
    }

    /** The allocation table in sector 0, the directory with its root and one stream in sector 1. */
    private static byte[] compoundFile(String stream) {
        ByteBuffer file = ByteBuffer.allocate(512 * 3).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0, 0xE011CFD0).putInt(4, 0xE11AB1A1);
        file.putShort(30, (short) 9).putInt(48, 1).putInt(76, 0);
        file.putInt(512, -3).putInt(516, -2);
        entry(file, 1024, "Root Entry", 1);
        entry(file, 1024 + 128, stream, -1);
        return file.array();
    }

    private static void entry(ByteBuffer file, int place, String name, int child) {
        byte[] text = name.getBytes(StandardCharsets.UTF_16LE);
        file.put(place, text).putShort(place + 64, (short) (text.length + 2));
        file.putInt(place + 68, -1).putInt(place + 72, -1).putInt(place + 76, child);
    }
}
