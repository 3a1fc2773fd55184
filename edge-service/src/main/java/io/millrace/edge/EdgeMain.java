package io.millrace.edge;

import io.millrace.wire.StartFailure;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.jboss.logging.Logger;

/** The edge as a process of its own. */
@QuarkusMain(name = "edge")
public class EdgeMain implements QuarkusApplication {

    private static final Logger LOG = Logger.getLogger(EdgeMain.class);

    private final EdgeService service;

    EdgeMain(EdgeService service) {
        this.service = service;
    }

    public static void main(String[] args) {
        Quarkus.run(EdgeMain.class, StartFailure::exit, args);
    }

    @Override
    public int run(String... args) {
        LOG.infof("edge listens: %s", service.start());
        Quarkus.waitForExit();
        return 0;
    }
}
