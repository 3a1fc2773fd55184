package io.millrace.control;

import io.millrace.wire.StartFailure;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.jboss.logging.Logger;

/** The control plane as a process of its own. */
@QuarkusMain(name = "control")
public class ControlMain implements QuarkusApplication {

    private static final Logger LOG = Logger.getLogger(ControlMain.class);

    private final ControlService service;

    ControlMain(ControlService service) {
        this.service = service;
    }

    public static void main(String[] args) {
        Quarkus.run(ControlMain.class, StartFailure::exit, args);
    }

    @Override
    public int run(String... args) {
        LOG.infof("control plane listens: %s", service.start());
        Quarkus.waitForExit();
        return 0;
    }
}
