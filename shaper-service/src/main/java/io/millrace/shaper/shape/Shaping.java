package io.millrace.shaper.shape;

import io.millrace.proto.control.v1.ObjectKind;
import io.millrace.proto.control.v1.StalePlaylist;
import io.millrace.shaper.body.ShapedListener;
import io.millrace.shaper.body.ShapedResponse;
import io.millrace.shaper.media.ObjectFacts;
import io.millrace.shaper.origin.OriginFailure;
import io.millrace.shaper.origin.OriginRequest;
import io.millrace.shaper.rule.Admitted;
import io.millrace.shaper.rule.CmcdValues;
import io.millrace.shaper.rule.Plan;
import io.millrace.shaper.rule.RequestedBytes;
import io.millrace.shaper.rule.ShapedRequest;
import io.millrace.shaper.session.ResponseInProgress;
import io.millrace.shaper.session.Session;
import io.millrace.wire.Exchange;
import io.millrace.wire.Problem;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One request of a session: what it asks for, the plan that the rules make of that, and its response, for which the plan is
 * made anew whenever the rules change or a schedule does. Owned by the event loop of the exchange; ends with the response.
 */
final class Shaping implements ShapedListener {

    private final Shaper shaper;
    private final Exchange exchange;
    private final Session session;
    private final URI url;
    private final ManifestView view;
    private final ResponseInProgress inProgress;
    private Admitted admitted;
    private Plan plan;
    private ShapedResponse response;
    /** Null where the plan answers by itself. */
    private OriginBody body;
    /** Null while no schedule will change anything. */
    private ScheduledFuture<?> schedule;

    private boolean over;

    Shaping(Shaper shaper, Exchange exchange, Session session, URI url, ManifestView view) {
        this.shaper = shaper;
        this.exchange = exchange;
        this.session = session;
        this.url = url;
        this.view = view;
        this.inProgress = new ResponseInProgress(exchange.eventLoop(), this::planAnew);
    }

    void start() {
        shaper.counters().responsesStarted.increment();
        RequestedBytes bytes = RequestedBytes.of(exchange.headers());
        ObjectFacts object =
                session.catalog().facts(url, bytes.spans().getFirst().first());
        admitted = session.course().admit(request(object, bytes), System.nanoTime());
        session.begun(inProgress); // before the plan is made: rules that change meanwhile are told of
        plan = session.course().plan(admitted, session.rules(), System.nanoTime());
        if (!plan.isEmpty()) {
            shaper.counters().shaped.increment();
        }
        response = ShapedResponse.of(exchange, plan, session.pace(), admitted.random(), this);
        awaitSchedule();
        if (response.needsOrigin()) {
            fetch();
        } else {
            response.start();
        }
    }

    private void fetch() {
        ObjectFacts object = admitted.request().object();
        body = new OriginBody(this, shaper, object.kind() == ObjectKind.OBJECT_KIND_MANIFEST);
        body.start(originRequest(object));
    }

    private ShapedRequest request(ObjectFacts object, RequestedBytes bytes) {
        return new ShapedRequest(
                exchange.method().name(),
                url.getPath(),
                shaper.sessions().channelOf(url),
                object,
                session.cdn(url),
                bytes,
                CmcdValues.of(exchange.query(), exchange.headers()),
                exchange.headers(),
                exchange.clientAddress(),
                session.id(),
                session.tags());
    }

    /** What may be a manifest is asked for so that it can be read. */
    private OriginRequest originRequest(ObjectFacts object) {
        boolean plain = switch (object.kind()) {
            case OBJECT_KIND_INIT, OBJECT_KIND_SEGMENT, OBJECT_KIND_PART, OBJECT_KIND_KEY -> false;
            default -> true;
        };
        boolean whole = object.kind() == ObjectKind.OBJECT_KIND_MANIFEST;
        return new OriginRequest(
                exchange.method(), url, Headers.forOrigin(exchange.headers(), session.isOwn(url), plain, whole));
    }

    EventLoop loop() {
        return exchange.eventLoop();
    }

    HttpMethod method() {
        return exchange.method();
    }

    ShapedResponse response() {
        return response;
    }

    /**
     * What the client is given for a manifest.
     *
     * @param from where it is from, redirects having been followed
     * @param headers of the answer; of an older version they must not say that it is the newest
     */
    String manifest(URI from, String text, HttpHeaders headers) {
        long now = System.nanoTime();
        session.catalog().learn(url, from, text);
        URI key = ManifestKey.of(url);
        session.manifestCame(key, text, now);
        String shown =
                plan.stalePlaylist().flatMap(stale -> older(stale, key, now)).orElse(text);
        if (!shown.equals(text)) {
            headers.remove(HttpHeaderNames.ETAG);
            headers.remove(HttpHeaderNames.LAST_MODIFIED);
        }
        return view.of(from, shown);
    }

    private Optional<String> older(StalePlaylist stale, URI key, long now) {
        return switch (stale.getStaleCase()) {
            case FROZEN -> stale.getFrozen() ? session.versions().first(key) : Optional.empty();
            case AGE ->
                session.versions()
                        .before(
                                key,
                                Duration.ofSeconds(
                                        stale.getAge().getSeconds(),
                                        stale.getAge().getNanos()),
                                now);
            case STALE_NOT_SET -> Optional.empty();
        };
    }

    /** The origin's answer can't be had, or not all of it. */
    void failed(OriginFailure failure) {
        switch (failure.kind()) {
            case REFUSED -> shaper.counters().refused.increment();
            case UNREACHABLE, SILENT, BROKEN -> shaper.counters().originFailures.increment();
            case BUSY -> {} // the memory counts them
        }
        if (body.told()) {
            response.broken(failure.message());
        } else {
            Problem problem = failure.problem();
            Cors.allow(problem.headers());
            ByteBuf text = problem.body();
            problem.headers().set(HttpHeaderNames.CONTENT_LENGTH, text.readableBytes());
            response.head(problem.status(), problem.headers());
            response.bytes(text);
            response.end();
        }
    }

    private void planAnew() {
        if (!over) {
            plan = session.course().plan(admitted, session.rules(), System.nanoTime());
            response.plan(plan);
            awaitSchedule();
        }
    }

    private void awaitSchedule() {
        if (schedule != null) {
            schedule.cancel(false);
        }
        schedule = over || plan.changesAfterNanos().isEmpty()
                ? null
                : loop().schedule(
                                this::planAnew,
                                Math.max(0, plan.changesAfterNanos().getAsLong()),
                                TimeUnit.NANOSECONDS);
    }

    @Override
    public void reading(boolean wanted) {
        if (body != null) {
            body.setReading(wanted);
        }
    }

    @Override
    public void origin(boolean needed) {
        if (body != null) {
            body.cancel();
            body = null;
        }
        if (needed) {
            fetch();
        }
    }

    @Override
    public void ownAnswer(HttpHeaders headers) {
        headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        Cors.allow(headers);
    }

    @Override
    public void over() {
        if (over) {
            return;
        }
        over = true;
        shaper.counters().responsesEnded.increment();
        session.over(inProgress);
        if (schedule != null) {
            schedule.cancel(false);
        }
        if (body != null) {
            body.cancel();
        }
    }
}
