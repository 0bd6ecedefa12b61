package io.clubroom.bootstrap.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;

/** The program {@code bench/verify-delivery}, compiled from its source and run in this process. */
public final class DeliveryCheck implements AutoCloseable {
    public static final Path BENCH = Path.of("../bench").toAbsolutePath().normalize();

    private final URLClassLoader program;
    private final Method run;

    private DeliveryCheck(URLClassLoader program, Method run) {
        this.program = program;
        this.run = run;
    }

    /** @param directory where to put the classes */
    public static DeliveryCheck compiledIn(Path directory) throws IOException, ReflectiveOperationException {
        Path classes = Files.createDirectory(directory.resolve("classes"));
        String source = BENCH.resolve("VerifyDelivery.java").toString();
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", classes.toString(), source);
        if (status != 0) {
            throw new AssertionError(source + " cannot be compiled");
        }
        URLClassLoader program = new URLClassLoader(new URL[] {classes.toUri().toURL()});
        return new DeliveryCheck(
                program, program.loadClass("VerifyDelivery").getMethod("run", String[].class, PrintStream.class));
    }

    /** Runs the program and returns its exit status and, on the following lines, its output. */
    public String run(List<String> arguments) throws ReflectiveOperationException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Object status = run.invoke(null, arguments.toArray(String[]::new), new PrintStream(output, true, UTF_8));
        return status + "\n" + output.toString(UTF_8);
    }

    @Override
    public void close() throws IOException {
        program.close();
    }
}
