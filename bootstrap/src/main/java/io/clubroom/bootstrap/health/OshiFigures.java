package io.clubroom.bootstrap.health;

import io.clubroom.web.health.SystemFigures;
import io.clubroom.web.health.SystemInfo;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PreDestroy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.software.os.OperatingSystem;

/** Measures the machine with OSHI every few seconds in the background, so that reading the figures is free. */
@Context
final class OshiFigures implements SystemFigures {
    private static final Logger LOG = LoggerFactory.getLogger(OshiFigures.class);
    private static final long PERIOD_SECONDS = 5;
    private static final long FIRST_INTERVAL_MILLIS = 500;

    private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("system-figures").factory());
    private final CompletableFuture<SystemInfo> first = new CompletableFuture<>();
    private volatile @Nullable SystemInfo latest;

    OshiFigures() {
        // In the background, because it would take longer than the rest of the start.
        sampler.execute(this::begin);
    }

    @Override
    public SystemInfo read() {
        SystemInfo known = latest;
        return known == null ? first.join() : known;
    }

    @PreDestroy
    void stop() {
        sampler.shutdownNow();
    }

    private void begin() {
        try {
            Machine machine = new Machine();
            sampler.schedule(() -> sample(machine), FIRST_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
            sampler.scheduleAtFixedRate(() -> sample(machine), PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
        } catch (RuntimeException | LinkageError unknownMachine) {
            LOG.warn("Cannot measure this machine", unknownMachine);
            first.completeExceptionally(unknownMachine);
        }
    }

    private void sample(Machine machine) {
        try {
            latest = machine.measure();
            first.complete(latest);
        } catch (RuntimeException failure) {
            LOG.warn("Could not measure this machine, will retry", failure);
        }
    }

    /** Reads once what never changes. */
    private static final class Machine {
        private final CentralProcessor processor;
        private final GlobalMemory memory;
        private final OperatingSystem system;
        private final String hostname;
        private final String kernel;
        private final String version;
        private long[] ticks;

        Machine() {
            oshi.SystemInfo info = new oshi.SystemInfo();
            processor = info.getHardware().getProcessor();
            memory = info.getHardware().getMemory();
            system = info.getOperatingSystem();
            hostname = system.getNetworkParams().getHostName();
            kernel = String.valueOf(system.getVersionInfo().getBuildNumber());
            version = String.valueOf(system.getVersionInfo().getVersion());
            ticks = processor.getSystemCpuLoadTicks();
        }

        SystemInfo measure() {
            long[] now = processor.getSystemCpuLoadTicks();
            double load = Math.max(0, processor.getSystemCpuLoadBetweenTicks(ticks, now));
            ticks = now;
            long total = memory.getTotal();
            long used = total - memory.getAvailable();
            return new SystemInfo(
                    tenths(load * 100),
                    total,
                    used,
                    total == 0 ? 0 : tenths(100.0 * used / total),
                    memory.getVirtualMemory().getSwapTotal(),
                    memory.getVirtualMemory().getSwapUsed(),
                    hostname,
                    system.getFamily(),
                    version,
                    kernel);
        }

        private static double tenths(double percent) {
            return Math.round(percent * 10) / 10.0;
        }
    }
}
