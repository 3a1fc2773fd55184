package io.millrace.shaper.netem;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/**
 * Loss by the kernel itself: on each device an HTB whose classes lose packets by netem, one class for each share. A
 * connection's packets get into a class by the socket's priority, which is the class's handle; all others go past it.
 * Thread-safe. Needs iproute2 and CAP_NET_ADMIN. Closing takes away what it set up.
 */
public final class Netem implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Netem.class);

    /** The HTB's handle, by which it is known for ours. */
    private static final int MAJOR = 0x4d52;

    private static final String HANDLE = Integer.toHexString(MAJOR) + ":";
    private static final int HUNDREDTHS_A_PERCENT = 100;

    private final Tc tc;
    private final List<String> devices;
    private final Set<Integer> classes = ConcurrentHashMap.newKeySet();
    /** tc takes milliseconds, which no event loop has. */
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("shaper-netem").factory());

    private Netem(Tc tc, List<String> devices) {
        this.tc = tc;
        this.devices = List.copyOf(devices);
    }

    /**
     * Prepares devices. Blocks.
     *
     * @param devices by which clients are reached, such as {@code eth0}; those that have a queueing discipline that
     *     somebody gave them are not touched
     * @throws NetemUnavailableException if a device can't be prepared
     */
    public static Netem start(List<String> devices) {
        return start(new Tc(List.of("tc")), devices);
    }

    static Netem start(Tc tc, List<String> devices) {
        Netem netem = new Netem(tc, devices);
        try {
            for (String device : devices) {
                netem.require(
                        device,
                        "has to have no queueing discipline of its own, and the shaper CAP_NET_ADMIN and iproute2",
                        "qdisc",
                        "add",
                        "dev",
                        device,
                        "root",
                        "handle",
                        HANDLE,
                        "htb");
            }
            netem.add(0);
        } catch (NetemUnavailableException e) {
            netem.close();
            throw e;
        }
        return netem;
    }

    /**
     * The priority of a socket whose packets are to be lost; its class is there a few milliseconds later, if it is not
     * yet.
     *
     * @param percent of packets, 0 to 100, in hundredths
     */
    public int priority(double percent) {
        int hundredths = (int) Math.round(percent * HUNDREDTHS_A_PERCENT);
        if (classes.add(hundredths)) {
            worker.execute(() -> {
                try {
                    add(hundredths);
                } catch (NetemUnavailableException e) {
                    LOG.warn(e.getMessage());
                }
            });
        }
        return MAJOR << 16 | minor(hundredths);
    }

    @Override
    public void close() {
        worker.close();
        devices.forEach(device -> tc.run("qdisc", "del", "dev", device, "root", "handle", HANDLE, "htb"));
    }

    private void add(int hundredths) {
        String handle = HANDLE + Integer.toHexString(minor(hundredths));
        String loss = String.format(Locale.ROOT, "%.2f%%", (double) hundredths / HUNDREDTHS_A_PERCENT);
        for (String device : devices) {
            require(
                    device,
                    "can't have a class of its own",
                    "class",
                    "replace",
                    "dev",
                    device,
                    "parent",
                    HANDLE,
                    "classid",
                    handle,
                    "htb",
                    "rate",
                    "100gbit",
                    "quantum",
                    "60000");
            require(
                    device,
                    "can't lose packets: the kernel has to have netem (CONFIG_NET_SCH_NETEM)",
                    "qdisc",
                    "replace",
                    "dev",
                    device,
                    "parent",
                    handle,
                    "netem",
                    "limit",
                    "100000",
                    "loss",
                    loss);
        }
    }

    /** 0 is the HTB itself. */
    private static int minor(int hundredths) {
        return hundredths + 1;
    }

    private void require(String device, String wanted, String... arguments) {
        tc.run(arguments).ifPresent(complaint -> {
            throw new NetemUnavailableException(
                    "MILLRACE_SHAPER_NETEM: " + device + " " + wanted + "; tc says: " + complaint);
        });
    }
}
