package io.millrace.edge.mount;

import io.millrace.chunklog.ContentTypes;
import io.millrace.chunklog.ObjectPath;
import io.millrace.edge.answer.Answer;
import io.millrace.edge.answer.Part;
import io.millrace.edge.answer.Representation;
import io.millrace.edge.answer.Validators;
import io.millrace.edge.encoding.Compressible;
import io.millrace.edge.encoding.ContentCoding;
import io.millrace.edge.listing.Listing;
import io.millrace.edge.listing.ListingFormat;
import io.millrace.edge.listing.Visibility;
import io.millrace.wire.Exchange;
import io.millrace.wire.Problem;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** One directory of the filesystem, served under its name. Used by every event loop; holds no state of a request. */
public final class Mount {

    private static final int RETRY_SECONDS = 1;

    private final String name;
    private final MountRoot root;
    private final MountOptions options;
    private final MountCounters counters;
    private final CodedFiles coded;
    private final Executor workers;
    private final String cacheControl;

    Mount(
            String name,
            MountRoot root,
            MountOptions options,
            MountCounters counters,
            CodedFiles coded,
            Executor workers) {
        this.name = name;
        this.root = root;
        this.options = options;
        this.counters = counters;
        this.coded = coded;
        this.workers = workers;
        this.cacheControl = "public, max-age=" + options.maxAge().toSeconds();
    }

    /**
     * Answers a GET or HEAD. Called on the event loop of the exchange; returns at once.
     *
     * @param directory as {@link Mounts#find} was asked for
     * @param object likewise; empty for the directory itself
     * @param headers what every answer carries: CORS, and {@code Cache-Control} if it is not to be the mounts'; taken over
     * @param visibility what of a listing the client may know of
     */
    public void serve(Exchange exchange, String directory, String object, HttpHeaders headers, Visibility visibility) {
        counters.requests.increment();
        String path = directory + object;
        String relative = path.substring(Math.min(path.length(), name.length() + 2));
        boolean opens = exchange.method().equals(HttpMethod.GET);
        LookUp lookUp =
                new LookUp(root, options, counters, coded, exchange.headers(), relative, !object.isEmpty(), opens);
        try {
            workers.execute(() -> {
                LookUp.Result result = lookUp.run();
                try {
                    exchange.eventLoop()
                            .execute(() -> answer(exchange, directory, object, result, headers, visibility));
                } catch (RejectedExecutionException e) {
                    result.close(); // the event loop has ended, and the exchange with it
                }
            });
        } catch (RejectedExecutionException e) {
            counters.refused.increment();
            unavailable(exchange, "too many requests wait for files", headers);
        }
    }

    private void answer(
            Exchange exchange,
            String directory,
            String object,
            LookUp.Result result,
            HttpHeaders headers,
            Visibility visibility) {
        String path = directory + object;
        if (exchange.responded()) {
            result.close(); // the client went away meanwhile
            return;
        }
        switch (result) {
            case LookUp.File file -> send(exchange, path, file, headers);
            case LookUp.Coded text -> send(exchange, path, text, headers);
            case LookUp.Entries entries ->
                visibility
                        .visible(exchange, path, entries.listed())
                        .thenAccept(visible -> exchange.eventLoop()
                                .execute(() -> list(
                                        exchange,
                                        Listing.of(path, entries.listed(), visible, options.mostListed()),
                                        headers)));
            case LookUp.WithoutSlash inner -> {
                // Relative, so that what stands before the path of a mount stays there, and is not told here.
                headers.set(
                        HttpHeaderNames.LOCATION,
                        "./" + new ObjectPath("/", object).encoded().substring(1) + '/');
                replaceCaching(headers, HttpHeaderValues.NO_STORE);
                exchange.respond(HttpResponseStatus.MOVED_PERMANENTLY, headers, Unpooled.EMPTY_BUFFER);
            }
            case LookUp.Nothing nothing ->
                refuse(exchange, Problem.of(HttpResponseStatus.NOT_FOUND, "there is no file at " + path), headers);
            case LookUp.Unreadable unreadable -> unavailable(exchange, "the file can't be read now", headers);
        }
    }

    private static void list(Exchange exchange, Listing listing, HttpHeaders headers) {
        ListingFormat format = ListingFormat.of(exchange.query(), exchange.headers());
        format.describe(headers);
        replaceCaching(headers, HttpHeaderValues.NO_STORE);
        exchange.respond(HttpResponseStatus.OK, headers, format.write(listing));
    }

    private void send(Exchange exchange, String path, LookUp.File file, HttpHeaders headers) {
        FileFacts facts = file.facts();
        String type = describe(path, headers);
        Representation representation = new Representation(facts.validators(), type, facts.length(), Map.of());
        Answer answer = Answer.to(exchange.method(), exchange.headers(), representation, headers);
        if (answer instanceof Answer.Content content && file.opened().isPresent()) {
            new FileResponse(exchange, file.opened().orElseThrow(), content.parts(), workers, counters)
                    .start(content.status(), content.headers());
        } else {
            file.close();
            withoutContent(exchange, answer);
        }
    }

    private void send(Exchange exchange, String path, LookUp.Coded text, HttpHeaders headers) {
        ContentCoding coding = text.coding();
        Validators plain = text.facts().validators();
        Validators validators = plain.withEtag(coding.etag(plain.etag().orElseThrow()));
        Map<String, String> others = Map.of("content-encoding", coding.token());
        String type = describe(path, headers);
        Representation representation = new Representation(validators, type, text.bytes().length, others);
        Answer answer = Answer.to(exchange.method(), exchange.headers(), representation, headers);
        if (!(answer instanceof Answer.Content content)) {
            withoutContent(exchange, answer);
            return;
        }
        exchange.begin(content.status(), content.headers());
        for (Part part : content.parts()) {
            counters.bytes.add(part.length());
            exchange.send(
                    switch (part) {
                        case Part.Slice slice ->
                            Unpooled.wrappedBuffer(
                                    text.bytes(), (int) slice.range().from(), (int) slice.length());
                        case Part.Text between -> Unpooled.wrappedBuffer(between.bytes());
                    });
        }
        exchange.end();
        exchange.flush();
    }

    /** @return the file's type */
    private String describe(String path, HttpHeaders headers) {
        if (!headers.contains(HttpHeaderNames.CACHE_CONTROL)) {
            headers.set(HttpHeaderNames.CACHE_CONTROL, cacheControl);
        }
        String type = ContentTypes.of(path);
        if (Compressible.type(type)) {
            headers.add(HttpHeaderNames.VARY, "Accept-Encoding");
        }
        return type;
    }

    private static void withoutContent(Exchange exchange, Answer answer) {
        switch (answer) {
            case Answer.Bare bare -> exchange.respond(bare.status(), bare.headers(), Unpooled.EMPTY_BUFFER);
            case Answer.Refusal refusal -> refusal.problem().respond(exchange);
            case Answer.Content content -> throw new IllegalStateException("content for " + exchange.method());
        }
    }

    private static void unavailable(Exchange exchange, String detail, HttpHeaders headers) {
        Problem problem = Problem.of(HttpResponseStatus.SERVICE_UNAVAILABLE, detail)
                .with(HttpHeaderNames.RETRY_AFTER, RETRY_SECONDS);
        refuse(exchange, problem, headers);
    }

    private static void refuse(Exchange exchange, Problem problem, HttpHeaders headers) {
        replaceCaching(headers, HttpHeaderValues.NO_STORE);
        problem.headers().remove(HttpHeaderNames.CACHE_CONTROL).add(headers);
        problem.respond(exchange);
    }

    /** The caller's policy is for files. */
    private static void replaceCaching(HttpHeaders headers, AsciiString cacheControl) {
        headers.remove("CDN-Cache-Control");
        headers.set(HttpHeaderNames.CACHE_CONTROL, cacheControl);
    }
}
