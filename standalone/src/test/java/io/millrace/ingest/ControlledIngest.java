package io.millrace.ingest;

import static org.awaitility.Awaitility.await;

import io.millrace.standalone.Millrace;
import java.util.Map;
import java.util.Optional;

/** An ingest with a control plane; both end when it is closed. */
final class ControlledIngest implements AutoCloseable {

    final TestControlPlane control = new TestControlPlane();
    final OwnIngest ingest;

    /** @param settings by their names without {@code millrace.ingest.} */
    ControlledIngest(Millrace millrace, Map<String, String> settings) {
        try {
            ingest = new OwnIngest(millrace, settings, Optional.of(control.client()));
        } catch (RuntimeException e) {
            control.close();
            throw e;
        }
    }

    /** Waits until the ingest knows what the control plane says now. */
    void knows() {
        await().until(() -> control.client()
                .view()
                .filter(view -> view.revision() >= control.revision())
                .isPresent());
    }

    @Override
    public void close() {
        ingest.close();
        control.close();
    }
}
