package io.millrace.shaper.session;

import com.google.protobuf.FieldMask;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.millrace.checks.SessionCheck;
import io.millrace.checks.Violations;
import io.millrace.control.client.ControlSessions;
import io.millrace.control.client.ControlView;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.Rule;
import io.millrace.proto.control.v1.SessionState;
import io.millrace.shaper.media.Catalog;
import io.millrace.shaper.media.SegmentClasses;
import io.millrace.shaper.memory.ManifestMemory;
import io.millrace.shaper.pace.Pacing;
import io.millrace.shaper.rule.RuleCourse;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The sessions that the shaper knows: those of the control plane, or, where there is none, those that were made here and
 * live here only. Used by any thread; told of the control plane's view by one.
 */
public final class Sessions {

    private static final Logger LOG = Logger.getLogger(Sessions.class);
    private static final String NAMES = "sessions/";

    private final URI edge;
    private final SegmentClasses classes;
    private final Function<String, List<Rule>> dripls;
    private final Duration life;
    private final Optional<ControlSessions> control;
    private final OwnSessions own;
    private final Pacing pacing;
    private final ManifestMemory memory;
    /** Of the control plane, as far as they were asked for or made here. */
    private final Map<String, Session> controlled = new ConcurrentHashMap<>();

    private volatile Optional<ControlView> view = Optional.empty();

    /**
     * Begins without any.
     *
     * @param edge what is played where a session does not say; a URL that ends with a slash
     * @param classes tells advertisements from content
     * @param dripls reads DripLS's grammar, of which an empty text is no rules; throws IllegalArgumentException for what is
     *     none
     * @param control where sessions are kept; empty where there is no control plane
     * @param pacing what the pace of all has in common
     * @param memory for the manifests of all
     */
    public Sessions(
            URI edge,
            SegmentClasses classes,
            Function<String, List<Rule>> dripls,
            Optional<ControlSessions> control,
            SessionLimits limits,
            Pacing pacing,
            ManifestMemory memory) {
        this.edge = edge;
        this.classes = classes;
        this.dripls = dripls;
        this.control = control;
        this.own = new OwnSessions(limits.most(), limits.life());
        this.life = limits.life();
        this.pacing = pacing;
        this.memory = memory;
    }

    /** Takes a view of the control plane; sessions that are played are told of their new rules at once. */
    public void changed(ControlView next) {
        view = Optional.of(next);
        controlled.values().removeIf(session -> {
            var said = next.session(NAMES + session.id());
            // One that was made or changed here a moment ago is ahead of the view.
            boolean ahead = session.terms().said().getRevision() > next.revision();
            said.ifPresent(known -> {
                if (known.getRevision() >= session.terms().said().getRevision()) {
                    tryChange(session, known);
                }
            });
            boolean over = said.isEmpty() && !ahead;
            if (over) {
                session.forgetManifests();
            }
            return over;
        });
    }

    /** What the control plane has said last; nothing where there is none, or it has not said anything yet. */
    public Optional<ControlView> view() {
        return view;
    }

    /** The session of an id, if there is one. */
    public Optional<Session> find(String id) {
        Session known = controlled.get(id);
        if (known != null) {
            return isOver(known.terms().said()) ? Optional.empty() : Optional.of(known);
        }
        return own.find(id).or(() -> view.flatMap(now -> tryBegin(id, now)));
    }

    /**
     * Makes a session.
     *
     * @param said without a name; where it has no time at which it ends, it ends as all that are made here
     * @return fails with IllegalArgumentException where it makes no sense, {@link TooManySessionsException}, or what
     *     {@link ControlSessions} says; completes on any thread
     */
    public CompletionStage<Session> create(io.millrace.proto.control.v1.Session said) {
        try {
            // What makes no sense is refused before anybody is asked.
            SessionRules.of(said, view, dripls).compiled();
            SessionTerms.of(said, edge, view);
            if (control.isEmpty()) {
                check(said); // as the control plane does
                return CompletableFuture.completedFuture(createOwn(said));
            }
        } catch (IllegalArgumentException | TooManySessionsException e) {
            return CompletableFuture.failedFuture(e);
        }
        var limited = said.getExpirationCase() == io.millrace.proto.control.v1.Session.ExpirationCase.EXPIRATION_NOT_SET
                ? said.toBuilder().setTtl(Durations.fromMillis(life.toMillis())).build()
                : said;
        return control.get().create("", limited).thenApply(this::begun);
    }

    /**
     * Changes a session's rules; its responses in progress change with them. Fails as {@link #create} does.
     *
     * @param rules its own from now on
     * @param driplsRules the same in DripLS's grammar
     */
    public CompletionStage<Session> change(Session session, List<Rule> rules, String driplsRules) {
        var said = session.terms().said().toBuilder()
                .clearRules()
                .addAllRules(rules)
                .setDriplsRules(driplsRules)
                .build();
        try {
            if (control.isEmpty() || !controlled.containsKey(session.id())) {
                check(said);
                change(session, said);
                return CompletableFuture.completedFuture(session);
            }
            SessionRules.of(said, view, dripls).compiled();
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
        FieldMask mask = FieldMask.newBuilder()
                .addPaths("rules")
                .addPaths("dripls_rules")
                .build();
        return control.get().update(said, mask).thenApply(changed -> {
            tryChange(session, changed);
            return session;
        });
    }

    /** The channel that a URL is of, {@code channels/{channel}}, where it is the edge's. */
    public Optional<String> channelOf(URI url) {
        if (view.isEmpty() || !url.toString().startsWith(edge.toString())) {
            return Optional.empty();
        }
        return view.get().channelOf(url.getPath()).map(Channel::getName);
    }

    /** How far those of the control plane are that were played here, by their names. */
    public Map<String, SessionState> states() {
        Map<String, SessionState> states = new HashMap<>();
        controlled.forEach((id, session) -> states.put(NAMES + id, session.state()));
        return states;
    }

    /** Sessions that are in memory. */
    public long count() {
        return own.count() + controlled.size();
    }

    private void check(io.millrace.proto.control.v1.Session said) {
        long now = System.currentTimeMillis();
        Violations violations = new Violations();
        var ending = said.toBuilder().setExpireTime(Timestamps.fromMillis(now + life.toMillis()));
        SessionCheck.check(ending.build(), violations, now);
        if (!violations.isEmpty()) {
            throw new IllegalArgumentException(violations.toString());
        }
    }

    private Session createOwn(io.millrace.proto.control.v1.Session said) {
        var seeded =
                said.getSeed() == 0 ? said.toBuilder().setSeed(own.newSeed()).build() : said;
        Session session = begin(own.newId(), seeded, SessionState.getDefaultInstance());
        own.add(session);
        return session;
    }

    /** The control plane has made it; the view will have it soon. */
    private Session begun(io.millrace.proto.control.v1.Session said) {
        String id = said.getName().substring(NAMES.length());
        return controlled.computeIfAbsent(id, made -> begin(id, said, SessionState.getDefaultInstance()));
    }

    private Optional<Session> tryBegin(String id, ControlView known) {
        Optional<io.millrace.proto.control.v1.Session> found =
                known.session(NAMES + id).filter(said -> !isOver(said));
        return found.flatMap(said -> tryBegin(id, said, known));
    }

    private Optional<Session> tryBegin(String id, io.millrace.proto.control.v1.Session said, ControlView known) {
        SessionState state = known.sessionState(said.getName()).orElse(SessionState.getDefaultInstance());
        try {
            Session session = controlled.computeIfAbsent(id, made -> begin(id, said, state));
            // A view that came meanwhile has not seen it.
            view.filter(now -> now.revision() != known.revision())
                    .flatMap(now -> now.session(said.getName()))
                    .ifPresent(changed -> tryChange(session, changed));
            return Optional.of(session);
        } catch (IllegalArgumentException e) {
            LOG.warnf("a session can't be played: session=%s fault=%s", said.getName(), e.getMessage());
            return Optional.empty();
        }
    }

    private Session begin(String id, io.millrace.proto.control.v1.Session said, SessionState state) {
        return new Session(
                id,
                SessionTerms.of(said, edge, view),
                SessionRules.of(said, view, dripls),
                Catalog.of(classes, StoredMarks.read(state.getMarksMap())),
                RuleCourse.resumed(said.getSeed(), state, Instant.now(), System.nanoTime()),
                pacing.session(),
                new ManifestVersions(memory));
    }

    private void change(Session session, io.millrace.proto.control.v1.Session said) {
        session.change(SessionTerms.of(said, edge, view), SessionRules.of(said, view, dripls));
    }

    /** The control plane takes some texts that mean nothing here; the session goes on as it was. */
    private void tryChange(Session session, io.millrace.proto.control.v1.Session said) {
        try {
            change(session, said);
        } catch (IllegalArgumentException e) {
            LOG.warnf("a session's change has no effect: session=%s fault=%s", said.getName(), e.getMessage());
        }
    }

    private static boolean isOver(io.millrace.proto.control.v1.Session said) {
        return said.hasExpireTime() && Timestamps.toMillis(said.getExpireTime()) <= System.currentTimeMillis();
    }
}
