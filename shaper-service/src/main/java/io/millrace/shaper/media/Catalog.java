package io.millrace.shaper.media;

import io.millrace.proto.control.v1.ObjectKind;
import io.millrace.proto.control.v1.SegmentClass;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What the manifests that passed in a session tell of the objects that are asked for. One a session, used by any
 * thread, bounded: of long presentations what was listed longest ago is forgotten.
 */
public final class Catalog {

    private final SegmentClasses classes;
    private final SessionMarks marks;

    private Catalog(SegmentClasses classes, SessionMarks marks) {
        this.classes = classes;
        this.marks = marks;
    }

    /**
     * A catalogue that knows no manifest yet.
     *
     * @param marks {@link #marks} of the session's catalogue before a restart, or none
     */
    public static Catalog of(SegmentClasses classes, SessionMarks marks) {
        return of(classes, marks, InstantSource.system());
    }

    /** The same with another clock, by which the newest segment of some DASH presentations is told. */
    public static Catalog of(SegmentClasses classes, SessionMarks marks, InstantSource clock) {
        return new Catalog(classes, marks);
    }

    /**
     * Reads a manifest as its origin gave it. What is no manifest, or one that can't be read, changes nothing.
     *
     * @param manifest the URL at which the client has it, as its origin knows it
     */
    public void learn(URI manifest, String text) {}

    /** What is known of the object at a URL: by the manifests that told of it, else by its name. */
    public ObjectFacts facts(URI url) {
        return facts(url, 0);
    }

    /**
     * The same where segments may share a URL.
     *
     * @param firstByte of the range that is asked for
     */
    public ObjectFacts facts(URI url, long firstByte) {
        ObjectKind kind = NamedKind.of(url);
        return ObjectFacts.of(
                kind,
                kind == ObjectKind.OBJECT_KIND_SEGMENT
                        ? classes.of(url).orElse(SegmentClass.SEGMENT_CLASS_CONTENT)
                        : SegmentClass.SEGMENT_CLASS_UNSPECIFIED);
    }

    /** The CDN that an object is of by the parameter {@code cdn} in its media playlist's URL, as DripLS has it. */
    public Optional<String> cdn(URI url) {
        return Optional.empty();
    }

    /** What must be given to {@link #of} after a restart for segments to keep their numbers. */
    public SessionMarks marks() {
        return marks;
    }
}
