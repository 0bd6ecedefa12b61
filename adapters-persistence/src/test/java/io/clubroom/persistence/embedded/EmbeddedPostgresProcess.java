package io.clubroom.persistence.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** A separate JVM that runs the embedded server of a data directory until it is killed. */
final class EmbeddedPostgresProcess implements AutoCloseable {
    private final Process jvm;

    private EmbeddedPostgresProcess(Process jvm) {
        this.jvm = jvm;
    }

    public static void main(String[] arguments) throws IOException {
        EmbeddedPostgres.start(Path.of(arguments[0]), progress -> {});
        System.out.println("ready");
        System.in.read();
    }

    /** Returns at once. */
    static Process launch(Path dataDirectory) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EmbeddedPostgresProcess.class.getName(),
                        dataDirectory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Returns when the server accepts connections. */
    static EmbeddedPostgresProcess start(Path dataDirectory) throws IOException {
        Process jvm = launch(dataDirectory);
        for (String line = ""; !"ready".equals(line); line = jvm.inputReader().readLine()) {
            if (line == null) {
                throw new IOException("The process ended before its server was ready");
            }
        }
        return new EmbeddedPostgresProcess(jvm);
    }

    /** {@code kill -9} on Unix. */
    void kill() {
        jvm.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
