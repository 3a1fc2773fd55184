package io.millrace.ingest;

import io.millrace.wire.StartFailure;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.jboss.logging.Logger;

/** The ingest as a process of its own. */
@QuarkusMain(name = "ingest")
public class IngestMain implements QuarkusApplication {

    private static final Logger LOG = Logger.getLogger(IngestMain.class);

    private final IngestService service;

    IngestMain(IngestService service) {
        this.service = service;
    }

    public static void main(String[] args) {
        Quarkus.run(IngestMain.class, StartFailure::exit, args);
    }

    @Override
    public int run(String... args) {
        LOG.infof("ingest listens: %s", service.start());
        Quarkus.waitForExit();
        return 0;
    }
}
