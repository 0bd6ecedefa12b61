package io.clubroom.bootstrap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.bootstrap.support.Api;
import io.clubroom.bootstrap.support.Reply;
import io.clubroom.bootstrap.support.ServerProcess;
import io.clubroom.bootstrap.support.TcpProxy;
import io.clubroom.bootstrap.support.TestDatabase;
import io.clubroom.bootstrap.support.TestServer;
import io.tus.java.client.ProtocolException;
import io.tus.java.client.TusClient;
import io.tus.java.client.TusUpload;
import io.tus.java.client.TusUploader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads to a node that has little memory and is killed, and to others that share its files. The client is one of the tus project. */
@Order(1)
class UploadCrashTest {
    private static final int CUTS = 20;
    private static final int CHUNK_BYTES = 65_536;

    /** More than all attempts send that are cut. */
    private static final int UPLOAD_BYTES = 8 << 20;

    private static final String HEAP = "-Xmx128m";
    private static final int UPLOADS_AT_ONCE = 20;

    /** Of each, so that all together are more than the heap. */
    private static final int BYTES_AT_ONCE = 8 << 20;

    @TempDir
    Path directory;

    private final TestDatabase database = TestDatabase.create();
    private final byte[] bytes = text(UPLOAD_BYTES);
    private final TusClient client = new TusClient();
    private final TusUpload upload = new TusUpload();

    /** The variables of a node. */
    private Map<String, String> node(String name) throws IOException {
        return Map.of(
                "PORT",
                "0",
                "DATABASE_URL",
                database.url(),
                "JWT_SECRET",
                "the same on all nodes, and long enough",
                "DATA_DIR",
                Files.createDirectories(directory.resolve(name)).toString(),
                "FILES",
                directory.resolve("files").toString(),
                "ADMIN_EMAIL",
                TestServer.ADMIN_EMAIL,
                "ADMIN_PASSWORD",
                TestServer.ADMIN_PASSWORD);
    }

    private static byte[] text(int size) {
        byte[] text = new byte[size];
        Random random = new Random(1);
        for (int i = 0; i < size; i++) {
            text[i] = (byte) ('a' + random.nextInt(26));
        }
        return text;
    }

    private static URI on(URI node, String path) {
        return node.resolve(path);
    }

    /** Goes on where the server says that the upload is. */
    private TusUploader resume(URI node, String path) throws Exception {
        upload.setInputStream(new ByteArrayInputStream(bytes));
        TusUploader uploader =
                client.beginOrResumeUploadFromURL(upload, on(node, path).toURL());
        uploader.setChunkSize(CHUNK_BYTES);
        return uploader;
    }

    /** Sends a part and returns where the upload is then. */
    private long sendChunk(URI node, String path) throws Exception {
        while (true) {
            try {
                TusUploader uploader = resume(node, path);
                uploader.uploadChunk();
                uploader.finish(false);
                return uploader.getOffset();
            } catch (ProtocolException conflict) {
                // The server has stored the rest of a cut request after it was asked.
            }
        }
    }

    @Test
    void an_upload_is_cut_20_times_and_goes_on_after_kill_9_and_on_another_node_with_the_same_bytes() throws Exception {
        upload.setInputStream(new ByteArrayInputStream(bytes));
        upload.setSize(bytes.length);
        upload.setFingerprint("upload");
        upload.setMetadata(Map.of("filename", "novel.txt"));
        String token;
        String path;
        long stored;
        Map<String, String> killed = new HashMap<>(node("killed"));
        killed.put("JAVA_TOOL_OPTIONS", HEAP);
        try (ServerProcess server = ServerProcess.start(directory, killed)) {
            token = server.api().signedInAsAdmin().token();
            assertTakesLittleMemory(server, token);
            client.setHeaders(Map.of("Authorization", "Bearer " + token));
            client.setUploadCreationURL(on(server.address(), "/api/uploads").toURL());
            path = client.createUpload(upload).getUploadURL().getPath();

            stored = sendAndCut(server.address(), path);
            assertThat(stored).isPositive().isLessThan(bytes.length);
            stored = sendChunk(server.address(), path);
            resume(server.address(), path).uploadChunk();
            server.kill();
        }

        try (TestServer restarted = TestServer.start(directory, node("killed"))) {
            long afterwards = resume(restarted.address(), path).getOffset();
            assertThat(afterwards).isGreaterThanOrEqualTo(stored);
            stored = sendChunk(restarted.address(), path);
            assertThat(stored).isEqualTo(afterwards + CHUNK_BYTES);
        }

        try (TestServer other = TestServer.start(directory, node("other"))) {
            TusUploader uploader = resume(other.address(), path);
            assertThat(uploader.getOffset()).isEqualTo(stored);
            while (uploader.uploadChunk() >= 0) {
                // Until all is sent.
            }
            uploader.finish();
            Api api = other.api().with(token);
            String file = path.replace("uploads", "files");
            assertThat(api.get(file + "/info").expect(200).text("sha256"))
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
            assertThat(api.get(file).expect(200).body()).isEqualTo(new String(bytes, US_ASCII));
            assertWaitsForTheFolder(api, file);
        }
    }

    /** Sends parts over connections that are cut within them, and returns how much is stored after so many cuts that left something. */
    private long sendAndCut(URI server, String path) throws Exception {
        try (TcpProxy proxy = TcpProxy.to(server.getHost() + ":" + server.getPort())) {
            URI address = URI.create("http://" + proxy.address());
            long stored = 0;
            int cuts = 0;
            boolean wasCut = false;
            while (cuts < CUTS) {
                try {
                    TusUploader uploader = resume(address, path);
                    if (wasCut && uploader.getOffset() > stored) {
                        cuts++;
                    }
                    stored = uploader.getOffset();
                    wasCut = false;
                    uploader.uploadChunk();
                    // Meanwhile the proxy passes on some of the first.
                    uploader.uploadChunk();
                    proxy.cut();
                    uploader.finish(false);
                } catch (IOException | ProtocolException cut) {
                    wasCut = true;
                }
            }
            return stored;
        }
    }

    /** Sends more than the server has memory for, at the same time. */
    private static void assertTakesLittleMemory(ServerProcess server, String token) throws Exception {
        URI address = server.address();
        byte[] head = """
            POST /api/files HTTP/1.1\r
            Host: x\r
            Authorization: Bearer %s\r
            Content-Type: multipart/form-data; boundary=b\r
            Content-Length: %d\r
            \r
            --b\r
            Content-Disposition: form-data; name="file"; filename="a"\r
            \r
            """.formatted(token, 2 * BYTES_AT_ONCE).getBytes(US_ASCII);
        byte[] content = text(BYTES_AT_ONCE);
        List<Socket> uploads = new ArrayList<>();
        try {
            for (int i = 0; i < UPLOADS_AT_ONCE; i++) {
                Socket socket = new Socket(address.getHost(), address.getPort());
                uploads.add(socket);
                OutputStream out = socket.getOutputStream();
                out.write(head);
                out.write(content);
            }
            Reply another = server.api().with(token).postFile("a.txt", content).expect(201);
            assertThat(another.text("size")).isEqualTo(Integer.toString(content.length));
        } finally {
            for (Socket socket : uploads) {
                socket.close();
            }
        }
    }

    /** As if the folder were not mounted for a while. */
    private void assertWaitsForTheFolder(Api api, String file) throws IOException {
        Path folder = directory.resolve("files");
        Path away = directory.resolve("away");
        Files.move(folder, away);
        Reply refused = api.get(file).expect(503);
        assertThat(refused.text("code")).isEqualTo("store_unavailable");
        assertThat(refused.header("Retry-After")).matches("[1-9][0-9]*");
        api.postFile("a.txt", new byte[] {'a'}).expect(503);
        api.get(file + "/info").expect(200);

        Files.move(away, folder);
        api.get(file).expect(200);
    }
}
