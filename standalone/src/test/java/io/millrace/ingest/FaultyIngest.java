package io.millrace.ingest;

import io.millrace.chunklog.ChunkLog;
import io.millrace.ingest.figures.LiveFigures;
import io.millrace.ingest.publisher.Publishers;
import io.millrace.standalone.Millrace;
import io.millrace.wire.HttpListener;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** An ingest with a fault: whatever it has to announce fails. Ends when it is closed. */
final class FaultyIngest implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final InstantSource clock = InstantSource.system();
    private final Publishers publishers;
    private final ChunkLog log;
    private final Intake intake;
    private final HttpListener listener;

    FaultyIngest(Millrace millrace) {
        this.log = ChunkLog.connect(millrace.chunkLogConfig());
        IngestConfig config = OwnIngest.config(Map.of());
        IngestCounters counters = new IngestCounters();
        InFlightBytes inFlight = new InFlightBytes(config.inFlightBytes());
        Answers answers = new Answers(new Cors(List.of()));
        this.publishers = new Publishers(vertx, clock, 0, false);
        this.intake = new Intake(
                log,
                null,
                config,
                counters,
                inFlight,
                new UploadLimits(config, inFlight, counters),
                answers,
                0,
                new OpenUploads(publishers, Optional::empty, clock),
                LiveFigures.unreported());
        PublisherAccess rules = new PublisherAccess(Optional.empty(), answers, counters);
        ChannelAccess access = new ChannelAccess(Optional.empty(), publishers, rules, false, answers, counters);
        this.listener = HttpListener.start(vertx, "ingest", config, new IngestHandler(intake, access));
    }

    URI at(String path) {
        return Millrace.at(listener.port(), path);
    }

    int openUploads() {
        return intake.limits().open();
    }

    long inFlightBytes() {
        return intake.inFlight().now();
    }

    @Override
    public void close() {
        listener.close();
        log.close();
        publishers.close();
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
