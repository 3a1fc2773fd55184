package io.millrace.shaper.session;

import io.millrace.proto.control.v1.SessionState;
import io.millrace.shaper.media.Catalog;
import io.millrace.shaper.pace.SessionPace;
import io.millrace.shaper.rule.RuleCourse;
import io.millrace.shaper.rule.RuleSet;
import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * One playback, or several, that rules make worse: what it plays, the rules in force, and what is remembered from request to
 * request. Used by any thread; ends when it is deleted, or its time is over.
 */
public final class Session {

    private final String id;
    private final Catalog catalog;
    private final RuleCourse course;
    private final SessionPace pace;
    private final ManifestVersions versions;
    private final Set<ResponseInProgress> responses = ConcurrentHashMap.newKeySet();
    private volatile InForce inForce;
    /** Null before the first request. */
    private CompletionStage<Void> remembered;

    /** What may change while it is played; replaced as a whole. */
    private record InForce(
            SessionTerms terms, SessionUrls urls, SessionRules rules, RuleSet set, boolean olderManifests) {}

    /** @throws IllegalArgumentException if a part of a rule can't be understood */
    Session(
            String id,
            SessionTerms terms,
            SessionRules rules,
            Catalog catalog,
            RuleCourse course,
            SessionPace pace,
            ManifestVersions versions) {
        this.id = id;
        this.catalog = catalog;
        this.course = course;
        this.pace = pace;
        this.versions = versions;
        this.inForce = new InForce(
                terms, new SessionUrls(id, terms.base()), rules, rules.compiled(), rules.mayGiveOlderManifests());
    }

    /** The last part of its name, and of its paths the part behind {@code /shape/}. */
    public String id() {
        return id;
    }

    /** What it is to be. */
    public SessionTerms terms() {
        return inForce.terms();
    }

    /** Its paths, and what they stand for. */
    public SessionUrls urls() {
        return inForce.urls();
    }

    /** The rules in force: its own, its tag's, and those that are for every request. */
    public RuleSet rules() {
        return inForce.set();
    }

    /** The tags that it plays. */
    public Set<String> tags() {
        String tag = terms().said().getTag();
        return tag.isEmpty() ? Set.of() : Set.of(tag);
    }

    /** What has been asked for, and what chance has decided. */
    public RuleCourse course() {
        return course;
    }

    /** What its manifests have told. */
    public Catalog catalog() {
        return catalog;
    }

    /**
     * Has the manifests read again that it was given before the shaper began anew, once.
     *
     * @param reader reads these
     * @return done when what they tell is known, as far as they could be read
     */
    public synchronized CompletionStage<Void> remembered(Function<List<URI>, CompletionStage<Void>> reader) {
        if (remembered == null) {
            List<URI> forgotten = catalog.forgotten();
            remembered = forgotten.isEmpty() ? CompletableFuture.completedFuture(null) : reader.apply(forgotten);
        }
        return remembered;
    }

    /** The rates that its responses share. */
    public SessionPace pace() {
        return pace;
    }

    /** The manifests that it has been given, for rules that give an older one. */
    public ManifestVersions versions() {
        return versions;
    }

    /** Takes note of a manifest as it is now. */
    public void manifestCame(URI manifest, String text, long nowNanos) {
        versions.add(manifest, text, nowNanos, inForce.olderManifests());
    }

    /** The session is over; what it has kept makes room for others. */
    void forgetManifests() {
        versions.clear();
    }

    /** Whether a URL is of the session's own origin. */
    public boolean isOwn(URI url) {
        return url.toString().startsWith(terms().base().resolve("/").toString());
    }

    /** What the session calls the CDN that a URL is of: by its base URLs, else by what its manifests tell. */
    public Optional<String> cdn(URI url) {
        return terms().cdns().entrySet().stream()
                .filter(cdn -> url.toString().startsWith(cdn.getValue().toString()))
                .max(Comparator.comparingInt(cdn -> cdn.getValue().toString().length()))
                .map(Map.Entry::getKey)
                .or(() -> catalog.cdn(url));
    }

    /** From now on it is told of new rules, until it is over. */
    public void begun(ResponseInProgress response) {
        responses.add(response);
    }

    /** A response has ended. */
    public void over(ResponseInProgress response) {
        responses.remove(response);
    }

    /** How far it is. */
    SessionState state() {
        return course.state(Instant.now(), System.nanoTime()).toBuilder()
                .putAllMarks(StoredMarks.of(catalog.marks()))
                .build();
    }

    /**
     * Puts other terms and rules in force; responses in progress are told where the rules are others.
     *
     * @throws IllegalArgumentException if a part of a rule can't be understood; then nothing changes
     */
    synchronized void change(SessionTerms terms, SessionRules rules) {
        InForce before = inForce;
        boolean sameBase = terms.base().equals(before.terms().base());
        boolean sameRules = rules.equals(before.rules());
        inForce = new InForce(
                terms,
                sameBase ? before.urls() : new SessionUrls(id, terms.base()),
                rules,
                sameRules ? before.set() : rules.compiled(),
                rules.mayGiveOlderManifests());
        if (!sameRules) {
            responses.forEach(ResponseInProgress::tell);
        }
    }
}
