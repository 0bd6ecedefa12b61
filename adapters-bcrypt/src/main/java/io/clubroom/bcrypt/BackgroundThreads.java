package io.clubroom.bcrypt;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.ThreadFactory;

/**
 * Makes threads that give way to all others when processors are short (Linux: {@code nice(2)}, which is of the calling thread there).
 * A password takes a quarter of a second; whoever waits for anything else waits for milliseconds. Elsewhere they are threads like others:
 * {@link Thread#setPriority} does nothing on Linux unless the JVM is told to, and a nice value is the whole process's on other systems.
 */
final class BackgroundThreads implements ThreadFactory {
    /** So much nicer than the others: of two threads that want the same processor it gets a quarter. */
    static final int NICER = 5;

    private final ThreadFactory threads;

    BackgroundThreads(String name) {
        this.threads = Thread.ofPlatform().name(name, 0).daemon().factory();
    }

    @Override
    public Thread newThread(Runnable work) {
        return threads.newThread(() -> {
            giveWay();
            work.run();
        });
    }

    @SuppressWarnings("restricted")
    private static void giveWay() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return;
        }
        try {
            Linker linker = Linker.nativeLinker();
            MethodHandle nice = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("nice"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            int _ = (int) nice.invokeExact(NICER);
        } catch (Throwable unavailable) {
            // Its threads are like others then, and do the same.
        }
    }
}
