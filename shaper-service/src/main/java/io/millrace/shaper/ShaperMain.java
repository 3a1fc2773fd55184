package io.millrace.shaper;

import io.millrace.wire.StartFailure;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.jboss.logging.Logger;

/** The shaper as a process of its own. */
@QuarkusMain(name = "shaper")
public class ShaperMain implements QuarkusApplication {

    private static final Logger LOG = Logger.getLogger(ShaperMain.class);

    private final ShaperService service;

    ShaperMain(ShaperService service) {
        this.service = service;
    }

    public static void main(String[] args) {
        Quarkus.run(ShaperMain.class, StartFailure::exit, args);
    }

    @Override
    public int run(String... args) {
        LOG.infof("shaper listens: %s", service.start());
        Quarkus.waitForExit();
        return 0;
    }
}
