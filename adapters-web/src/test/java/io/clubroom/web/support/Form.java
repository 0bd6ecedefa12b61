package io.clubroom.web.support;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A body of {@code multipart/form-data}, as browsers send it. */
public final class Form {
    private static final String BOUNDARY = "----boundary";

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    /** A form with one file in the field {@code file}. */
    public static Form file(String name, byte[] content) {
        return new Form().part("file", name, content);
    }

    public Form part(String field, String filename, byte[] content) {
        String name = filename.replace("\"", "\\\"");
        return add(
                "Content-Disposition: form-data; name=\"" + field + "\"; filename=\"" + name + "\"\r\n"
                        + "Content-Type: application/octet-stream",
                content);
    }

    public Form field(String field, String value) {
        return add("Content-Disposition: form-data; name=\"" + field + "\"", value.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds the form as the body. */
    public Call to(Call call) {
        write("--" + BOUNDARY + "--\r\n");
        return call.body("multipart/form-data; boundary=" + BOUNDARY, body.toByteArray());
    }

    private Form add(String head, byte[] content) {
        write("--" + BOUNDARY + "\r\n" + head + "\r\n\r\n");
        body.writeBytes(content);
        write("\r\n");
        return this;
    }

    private void write(String text) {
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
