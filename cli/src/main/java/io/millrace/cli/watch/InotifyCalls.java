package io.millrace.cli.watch;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.Charset;
import java.nio.file.Path;

/** The functions of Linux's C library that inotify(7) takes. Used by one thread. */
final class InotifyCalls implements AutoCloseable {

    static final int EINTR = 4;
    static final int EMFILE = 24;
    static final int ENOSPC = 28;

    private static final int NONBLOCKING_AND_CLOSED_ON_EXEC = 0x800 | 0x80000;
    private static final short POLLIN = 1;
    /** struct pollfd: an int, then two shorts. */
    private static final long POLL_EVENTS = 4;

    private static final long POLL_BYTES = 8;

    private static final Charset NAMES = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final AddressLayout POINTER = ADDRESS;

    private static final MethodHandle INIT = function("inotify_init1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle ADD =
            function("inotify_add_watch", FunctionDescriptor.of(JAVA_INT, JAVA_INT, POINTER, JAVA_INT));
    private static final MethodHandle REMOVE =
            function("inotify_rm_watch", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle POLL =
            function("poll", FunctionDescriptor.of(JAVA_INT, POINTER, JAVA_LONG, JAVA_INT));
    private static final MethodHandle READ =
            function("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, POINTER, JAVA_LONG));
    private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment state = arena.allocate(STATE);
    private final MemorySegment poll = arena.allocate(POLL_BYTES, JAVA_INT.byteAlignment());

    /** The module is allowed to: the jar's manifest says so. */
    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), descriptor, Linker.Option.captureCallState("errno"));
    }

    /** The error of the last call that returned -1. */
    int error() {
        return (int) ERRNO.get(state, 0L);
    }

    /** A new instance; -1 on error. */
    int open() {
        return (int) call(() -> (int) INIT.invokeExact(state, NONBLOCKING_AND_CLOSED_ON_EXEC));
    }

    /** Watches a directory: the number of the watch, or -1. */
    int add(int instance, Path directory, int events) {
        try (Arena name = Arena.ofConfined()) {
            MemorySegment path = name.allocateFrom(directory.toString(), NAMES);
            return (int) call(() -> (int) ADD.invokeExact(state, instance, path, events));
        }
    }

    void remove(int instance, int watch) {
        long _ = call(() -> (int) REMOVE.invokeExact(state, instance, watch));
    }

    /** Waits; more than 0 if there is something to read, 0 if the time is over, -1 on error. */
    int await(int instance, int millis) {
        poll.set(JAVA_INT, 0, instance);
        poll.set(JAVA_INT, POLL_EVENTS, POLLIN);
        return (int) call(() -> (int) POLL.invokeExact(state, poll, 1L, millis));
    }

    /** Reads what there is: bytes, or -1. */
    int read(int instance, MemorySegment buffer) {
        return (int) call(() -> (long) READ.invokeExact(state, instance, buffer, buffer.byteSize()));
    }

    void close(int instance) {
        long _ = call(() -> (int) CLOSE.invokeExact(state, instance));
    }

    @Override
    public void close() {
        arena.close();
    }

    static Charset names() {
        return NAMES;
    }

    private interface Call {
        long make() throws Throwable;
    }

    /** A method handle declares that it may throw anything; these throw nothing. */
    private static long call(Call call) {
        try {
            return call.make();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
