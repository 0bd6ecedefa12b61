package io.clubroom.application.chat.live;

import io.clubroom.application.chat.MarkReadings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The engine with a fault in one source file, and a simulation of its own around it. */
final class MutatedEngine {
    private static final Path SOURCES = Path.of("src/main/java/io/clubroom/application/chat/live");
    private static final Path MARK_READINGS = SOURCES.resolveSibling("MarkReadings.java");
    private static final String PACKAGE = LiveRooms.class.getPackageName() + ".";

    private final Method simulate;

    MutatedEngine(PlantedFault fault) {
        try {
            Map<String, byte[]> classes = compile(mutatedSource(fault));
            Class<?> simulation = new Loader(classes).loadClass(Simulation.class.getName());
            simulate = simulation.getDeclaredMethod("firstViolation", long.class);
            simulate.setAccessible(true);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The promise that is broken in the run of this seed, null if none is. */
    @Nullable
    String violation(long seed) {
        try {
            return (String) simulate.invoke(null, seed);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private record Source(Path file, String text) {}

    private static final List<Source> ENGINE = readSources();

    private static List<Source> readSources() {
        try (Stream<Path> files = Files.list(SOURCES)) {
            List<Source> sources = new ArrayList<>();
            for (Path file :
                    Stream.concat(files.sorted(), Stream.of(MARK_READINGS)).toList()) {
                sources.add(new Source(file.getFileName(), Files.readString(file)));
            }
            return sources;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The only source file that has the text to replace, with the replacement. */
    private static Source mutatedSource(PlantedFault fault) {
        // Line breaks and indentation do not matter.
        Pattern original =
                Pattern.compile(Arrays.stream(fault.original().strip().split("\\s+"))
                        .map(Pattern::quote)
                        .collect(Collectors.joining("\\s+")));
        List<Source> mutated = new ArrayList<>();
        for (Source source : ENGINE) {
            original.matcher(source.text())
                    .results()
                    .map(found -> source.text().substring(0, found.start())
                            + fault.replacement()
                            + source.text().substring(found.end()))
                    .forEach(text -> mutated.add(new Source(source.file(), text)));
        }
        if (mutated.size() != 1) {
            throw new IllegalStateException("The engine has \"" + fault.original() + "\" " + mutated.size()
                    + " times: plant the fault \"" + fault + "\" elsewhere");
        }
        return mutated.getFirst();
    }

    /** Compiles a source file against the unchanged engine; returns the classes by their names. */
    private static Map<String, byte[]> compile(Source source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, ByteArrayOutputStream> compiled = new HashMap<>();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavaFileManager inMemory = new ForwardingJavaFileManager<>(files) {
                @Override
                public JavaFileObject getJavaFileForOutput(
                        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
                    return new SimpleJavaFileObject(URI.create("memory:///" + className), kind) {
                        @Override
                        public OutputStream openOutputStream() {
                            return compiled.computeIfAbsent(className, _ -> new ByteArrayOutputStream());
                        }
                    };
                }
            };
            JavaFileObject mutated =
                    new SimpleJavaFileObject(URI.create("memory:///" + source.file()), JavaFileObject.Kind.SOURCE) {
                        @Override
                        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                            return source.text();
                        }
                    };
            List<String> options = List.of("-proc:none", "-Xlint:none", "-classpath", classPath());
            boolean succeeded = compiler.getTask(messages, inMemory, null, options, null, List.of(mutated))
                    .call();
            if (!succeeded) {
                throw new IllegalStateException("The engine with the fault does not compile:\n" + messages);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return compiled.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().toByteArray()));
    }

    /** Where the engine and what it needs come from. */
    private static String classPath() {
        return Stream.of(LiveRooms.class, io.clubroom.domain.chat.Message.class, Nullable.class)
                .map(MutatedEngine::location)
                .collect(Collectors.joining(System.getProperty("path.separator")));
    }

    private static String location(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            return Path.of(source.getLocation().toURI()).toString();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Loads the engine and the simulation anew, and everything else from the parent. */
    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> mutated;

        Loader(Map<String, byte[]> mutated) {
            super(MutatedEngine.class.getClassLoader());
            this.mutated = mutated;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(PACKAGE) && !name.startsWith(MarkReadings.class.getName())) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            byte[] code = mutated.containsKey(name) ? mutated.get(name) : unchanged(name);
            return defineClass(name, code, 0, code.length);
        }

        private byte[] unchanged(String name) throws ClassNotFoundException {
            try (InputStream code = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (code == null) {
                    throw new ClassNotFoundException(name);
                }
                return code.readAllBytes();
            } catch (IOException failure) {
                throw new ClassNotFoundException(name, failure);
            }
        }
    }
}
