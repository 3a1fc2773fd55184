package io.millrace.shaper.dripls;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.millrace.proto.control.v1.Rule;
import io.millrace.proto.control.v1.Tag;
import io.millrace.shaper.inline.MadeSessions;
import io.millrace.shaper.inline.SessionFaults;
import io.millrace.shaper.rule.RequestedBytes;
import io.millrace.shaper.session.Session;
import io.millrace.shaper.session.SessionMakers;
import io.millrace.shaper.shape.Refusals;
import io.millrace.shaper.shape.Shaper;
import io.millrace.wire.Exchange;
import io.millrace.wire.ExchangeHandler;
import io.millrace.wire.Problem;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Answers DripLS's URLs: each makes a session, or is of one. Used by every event loop. */
public final class DriplsHandler implements ExchangeHandler {

    private static final String CACHE = "/cache";
    private static final String MASTER = "/master.m3u8";
    private static final String VARIANT = "/variant.m3u8";
    private static final String BY_TAG = "/tag.m3u8";
    private static final String PROGRESSIVE = "/progressive";
    private static final String UPDATE = "/updatesegment";

    private static final Set<String> PATHS =
            Set.of(CACHE, MASTER, VARIANT, BY_TAG, PROGRESSIVE, UPDATE, DriplsUrls.PLAYLIST, DriplsUrls.STATUS);

    private static final String URL = "url";
    private static final int MOST_FILES = 1_000;

    private final Shaper shaper;
    private final SessionMakers makers;
    private final Contents contents;
    private final SegmentUpdates updates;
    private final MadeSessions made;
    private final StoredTags tags = new StoredTags();
    /** Sessions of progressive files, by URL and action: each range that a player asks for is of the same. */
    private final Cache<String, String> files =
            Caffeine.newBuilder().maximumSize(MOST_FILES).build();

    /**
     * Serves what is DripLS's.
     *
     * @param makers who may make sessions
     * @param contents what may be played by name
     */
    public DriplsHandler(Shaper shaper, SessionMakers makers, Contents contents) {
        this.shaper = shaper;
        this.makers = makers;
        this.contents = contents;
        this.updates = new SegmentUpdates(shaper.sessions());
        this.made = new MadeSessions(shaper.sessions(), shaper.counters());
    }

    /** Whether a path is one of DripLS's. */
    public static boolean takes(String path) {
        return PATHS.contains(path) || path.startsWith(DriplsUrls.SEGMENT);
    }

    /** Answers a GET or a HEAD. */
    @Override
    public void handle(Exchange exchange) {
        exchange.hide(DriplsQuery.AUTHKEY);
        try {
            DriplsQuery query = DriplsQuery.of(exchange.query());
            switch (exchange.path()) {
                case DriplsUrls.PLAYLIST -> playlist(exchange, query);
                case DriplsUrls.STATUS -> status(exchange, query);
                case UPDATE -> allowed(exchange, query, () -> update(exchange, query));
                case PROGRESSIVE -> allowed(exchange, query, () -> progressive(exchange, query));
                case CACHE, MASTER, VARIANT, BY_TAG -> allowed(exchange, query, () -> play(exchange, query));
                default -> segment(exchange);
            }
        } catch (IllegalArgumentException e) {
            refuse(exchange, HttpResponseStatus.BAD_REQUEST, e.getMessage());
        }
    }

    private void allowed(Exchange exchange, DriplsQuery query, Runnable action) {
        if (makers.allow(query.get(DriplsQuery.AUTHKEY))) {
            action.run();
        } else {
            refuse(
                    exchange,
                    HttpResponseStatus.FORBIDDEN,
                    "sessions are made here with the right authkey= only, which MILLRACE_SHAPER_AUTH_KEY has");
        }
    }

    /** Makes a session of what a query says, with what its tag says, and plays it. */
    private void play(Exchange exchange, DriplsQuery told) {
        boolean byTag = exchange.path().equals(BY_TAG);
        Optional<String> tag = byTag ? Optional.of(told.require(DriplsQuery.TAG)) : told.get(DriplsQuery.TAG);
        Optional<Tag> known = tag.flatMap(name -> shaper.sessions().view().flatMap(view -> view.tag("tags/" + name)));
        DriplsQuery query = told;
        if (byTag && known.isEmpty()) {
            Optional<DriplsQuery> stored = tag.flatMap(tags::find);
            if (stored.isEmpty()) {
                refuse(exchange, HttpResponseStatus.NOT_FOUND, "there is no tag " + tag.orElseThrow());
                return;
            }
            query = told.over(stored.orElseThrow());
        }
        Content content = contents.find(
                query,
                known.map(Tag::getContent).filter(text -> !text.isEmpty()),
                shaper.sessions().view());
        String rules = query.get(DriplsQuery.RULES).orElse("");
        DriplsRules.of(rules); // what is no rule is told before anything is kept
        if (tag.isPresent() && !byTag && known.isEmpty()) {
            tags.store(tag.orElseThrow(), query);
        }
        var said = io.millrace.proto.control.v1.Session.newBuilder()
                .setDisplayName("DripLS")
                .setOrigin(content.origin())
                .setTag(known.map(Tag::getName).orElse(""))
                .setDriplsRules(rules)
                .build();
        String rest = query.rest();
        if (exchange.path().equals(CACHE)) {
            whenDone(exchange, shaper.sessions().create(said), session -> {
                shaper.counters().sessionMade();
                new CacheAnswer(shaper, exchange, session, content.url(session, rest)).start();
            });
        } else {
            // A live media playlist is asked for again and again: its player stays in one session.
            whenDone(
                    exchange, made.of(exchange, said), session -> serve(exchange, session, content.url(session, rest)));
        }
    }

    private void playlist(Exchange exchange, DriplsQuery query) {
        DriplsUrls.Target target = DriplsUrls.ofPlaylist(query.require("p"))
                .orElseThrow(() -> new IllegalArgumentException("p is no playlist that /cache or a playlist has told"));
        session(exchange, target)
                .ifPresent(session -> serve(
                        exchange,
                        session,
                        Content.withQuery(target.url(), query.rest(Set.of("p", DriplsQuery.AUTHKEY)))));
    }

    private void serve(Exchange exchange, Session session, URI playlist) {
        shaper.serve(
                exchange,
                session,
                playlist,
                new DriplsView(session, playlist, Decisions.of(session, shaper.sessions())));
    }

    private void segment(Exchange exchange) {
        DriplsUrls.Target target = DriplsUrls.ofSegment(exchange.path())
                .orElseThrow(() -> new IllegalArgumentException("the path is no segment's that a playlist has told"));
        session(exchange, target)
                .ifPresent(session -> shaper.serve(
                        exchange,
                        session,
                        Content.withQuery(target.url(), SessionMakers.withoutKey(exchange.query()))));
    }

    private Optional<Session> session(Exchange exchange, DriplsUrls.Target target) {
        Optional<Session> session = shaper.sessions().find(target.session());
        if (session.isEmpty()) {
            refuse(
                    exchange,
                    HttpResponseStatus.NOT_FOUND,
                    "there is no session " + target.session() + ": it was never made, or is over");
        }
        return session;
    }

    private static void status(Exchange exchange, DriplsQuery query) {
        DriplsAction action = DriplsAction.parse("e" + query.require("s"));
        int status = ((DriplsAction.Status) action).status();
        refuse(exchange, HttpResponseStatus.valueOf(status), "a rule has it so");
    }

    private void update(Exchange exchange, DriplsQuery query) {
        whenDone(exchange, updates.update(query.require(URL), query.require("new_action")), done -> {
            HttpHeaders headers = new DefaultHttpHeaders();
            headers.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN);
            headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
            Refusals.allowPages(headers);
            exchange.respond(HttpResponseStatus.OK, headers, Unpooled.copiedBuffer("OK\n", StandardCharsets.UTF_8));
        });
    }

    /** One file, for whose ranges there are rules. */
    private void progressive(Exchange exchange, DriplsQuery query) {
        String url = query.require(URL);
        Content content = Content.at(url);
        ProgressiveRules rules = ProgressiveRules.parse(query.require(DriplsQuery.RULES));
        Optional<DriplsAction> action = rules.action(RequestedBytes.of(exchange.headers()));
        String key = action.map(DriplsAction::toString).orElse("") + ' ' + url;
        Optional<Session> known = Optional.ofNullable(files.getIfPresent(key)).flatMap(shaper.sessions()::find);
        if (known.isPresent()) {
            shaper.serve(exchange, known.orElseThrow(), content.url(known.orElseThrow(), ""));
            return;
        }
        var said = io.millrace.proto.control.v1.Session.newBuilder()
                .setDisplayName("DripLS, a file")
                .setOrigin(content.origin());
        action.ifPresent(met -> said.addRules(
                Rule.newBuilder().setDisplayName(met.toString()).addAllActions(DriplsRules.actions(met))));
        whenDone(exchange, shaper.sessions().create(said.build()), session -> {
            shaper.counters().sessionMade();
            files.put(key, session.id());
            shaper.serve(exchange, session, content.url(session, ""));
        });
    }

    private static <T> void whenDone(Exchange exchange, CompletionStage<T> stage, Consumer<T> then) {
        stage.whenComplete((result, failure) -> exchange.eventLoop().execute(() -> {
            if (exchange.responded()) {
                return; // the client has gone
            }
            if (failure != null) {
                Refusals.refuse(exchange, SessionFaults.problem(exchange, failure));
                return;
            }
            try {
                then.accept(result);
            } catch (IllegalArgumentException e) {
                refuse(exchange, HttpResponseStatus.BAD_REQUEST, e.getMessage());
            }
        }));
    }

    private static void refuse(Exchange exchange, HttpResponseStatus status, String detail) {
        Refusals.refuse(exchange, Problem.of(status, detail));
    }
}
