package io.millrace.shaper.netem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On the loopback of a network namespace of its own, where a namespace may be made. */
class NetemTest {

    private static final String NAMESPACE = "millrace-netem-test";

    private boolean made;

    @BeforeEach
    void makeNamespace() {
        made = run("ip", "netns", "add", NAMESPACE);
        Assumptions.assumeTrue(made, "a network namespace takes iproute2 and CAP_SYS_ADMIN");
        Assumptions.assumeTrue(run(inside("ip", "link", "set", "lo", "up")), "and a loopback in it");
    }

    @AfterEach
    void removeNamespace() {
        if (made) {
            run("ip", "netns", "del", NAMESPACE);
        }
    }

    @Test
    void aKernelWithoutItIsToldOfAndNothingStays() {
        Assumptions.assumeFalse(kernelHasNetem(), "this kernel has it");
        NetemUnavailableException missing = assertThrows(NetemUnavailableException.class, this::start);
        assertTrue(
                missing.getMessage()
                        .startsWith("MILLRACE_SHAPER_NETEM: lo can't lose packets: the kernel has to have netem"),
                missing.getMessage());
        assertFalse(shown("qdisc").contains("htb"));
    }

    @Test
    void aDeviceThatIsNotThereIsToldOf() {
        NetemUnavailableException missing =
                assertThrows(NetemUnavailableException.class, () -> Netem.start(tc(), List.of("nowhere0")));
        assertTrue(missing.getMessage().contains("nowhere0"), missing.getMessage());
    }

    @Test
    void aQueueingDisciplineOfSomebodyElsesIsNotTouched() {
        assertTrue(run(inside("tc", "qdisc", "add", "dev", "lo", "root", "handle", "7:", "htb")));
        assertThrows(NetemUnavailableException.class, this::start);
        assertTrue(shown("qdisc").contains("htb 7:"), shown("qdisc"));
    }

    @Test
    void aShareHasAClassWhoseHandleIsThePriority() {
        Assumptions.assumeTrue(kernelHasNetem(), "this kernel has no netem");
        try (Netem netem = start()) {
            assertEquals(0x4d5200fb, netem.priority(2.5));
        }
        try (Netem netem = start()) {
            int priority = netem.priority(1);
            String handle = "4d52:" + Integer.toHexString(priority & 0xffff);
            long deadline = System.nanoTime() + 20_000_000_000L;
            while (!shown("qdisc").contains("parent " + handle + " ")) {
                assertTrue(System.nanoTime() < deadline, shown("qdisc"));
            }
            assertTrue(shown("qdisc").contains("loss 1%"), shown("qdisc"));
        }
        assertFalse(shown("qdisc").contains("htb"));
    }

    private Netem start() {
        return Netem.start(tc(), List.of("lo"));
    }

    private static Tc tc() {
        return new Tc(Arrays.asList(inside("tc")));
    }

    private static boolean kernelHasNetem() {
        boolean has = run(inside("tc", "qdisc", "add", "dev", "lo", "root", "netem", "loss", "1%"));
        run(inside("tc", "qdisc", "del", "dev", "lo", "root"));
        return has;
    }

    private static String[] inside(String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", NAMESPACE));
        all.addAll(List.of(command));
        return all.toArray(new String[0]);
    }

    private static String shown(String what) {
        try {
            Process process = new ProcessBuilder(inside("tc", what, "show", "dev", "lo")).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
