package io.millrace.shaper.media;

import io.millrace.proto.control.v1.ObjectKind;
import io.millrace.proto.control.v1.SegmentClass;
import io.millrace.shaper.hls.HlsMaster;
import io.millrace.shaper.hls.HlsMedia;
import io.millrace.shaper.hls.HlsPlaylist;
import io.millrace.shaper.hls.HlsRange;
import io.millrace.shaper.hls.HlsRendition;
import io.millrace.shaper.hls.HlsSegment;
import io.millrace.shaper.url.UrlText;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** What HLS playlists told in a session. Guarded by the catalogue. */
final class HlsCatalog {

    private static final int MOST_RENDITIONS = 512;
    private static final int MOST_MASTERS = 8;
    /** Of the names and values of one master playlist's variables. */
    private static final int MOST_VARIABLES_CHARACTERS = 64 << 10;

    private static final int MOST_OBJECTS = 16_384;
    private static final int MOST_RANGES = 16_384;
    /** Of all objects. */
    private static final int MOST_LISTED = 65_536;

    /** Two renditions that are this far apart do not count the same. */
    private static final long NEAR_BEFORE = 64;

    private static final long NEAR_AFTER = 1_000_000;

    private final SegmentClasses classes;
    private final Map<String, SegmentMark> marks;

    /** By their playlists' keys. */
    private final Bounded<String, Rendition> renditions = new Bounded<>(MOST_RENDITIONS);

    private final Bounded<String, SegmentMark> masters = new Bounded<>(MOST_MASTERS);
    /** Of master playlists, by their keys. */
    private final Bounded<String, Map<String, String>> variables = new Bounded<>(MOST_MASTERS);
    /** The keys of those, by the keys of their renditions' playlists. */
    private final Bounded<String, String> masterOf = new Bounded<>(MOST_RENDITIONS);

    private final Bounded<String, HlsTrack> tracks = new Bounded<>(SessionMarks.MOST_TRACKS);
    /** By key, then by first byte; that of which nothing was listed for longest is the first. */
    private final SequencedMap<String, NavigableMap<Long, Listed>> objects = new LinkedHashMap<>();

    /** What they list in all. */
    private int listed;

    /**
     * An object that a media playlist lists.
     *
     * @param playlist the key of the playlist
     * @param sequence of segments and parts
     * @param number in the session
     * @param ofClass the number within its class; negative where it is not known
     */
    private record Listed(
            ObjectKind kind, String playlist, long sequence, long number, SegmentClass segmentClass, long ofClass) {}

    HlsCatalog(SegmentClasses classes, Map<String, SegmentMark> marks) {
        this.classes = classes;
        this.marks = marks;
    }

    /**
     * Takes in a playlist.
     *
     * @param name its key
     * @param url what its URLs are relative to
     */
    void learn(String name, URI url, HlsPlaylist playlist) {
        if (playlist.master()) {
            masters.renew(name, SegmentMark.OF_MANIFEST);
            learnMaster(name, url, playlist.asMaster(url));
        } else {
            learn(name, url, playlist.importing(imports(name)).asMedia(url));
        }
    }

    /** What a media playlist may import of the master playlist that offers it. */
    Map<String, String> imports(String playlist) {
        int query = playlist.indexOf('?');
        String added = query < 0 ? playlist : playlist.substring(0, query); // a player may have added to it
        String master = masterOf.getOrDefault(playlist, masterOf.get(added));
        return master == null ? Map.of() : variables.getOrDefault(master, Map.of());
    }

    private void learnMaster(String name, URI url, HlsMaster master) {
        int characters = master.variables().entrySet().stream()
                .mapToInt(variable ->
                        variable.getKey().length() + variable.getValue().length())
                .sum();
        variables.renew(name, characters > MOST_VARIABLES_CHARACTERS ? Map.of() : master.variables());
        for (HlsRendition.Kind kind : HlsRendition.Kind.values()) {
            List<HlsRendition> offered = master.renditions().stream()
                    .filter(rendition -> rendition.kind() == kind)
                    .toList();
            long[] rates = offered.stream()
                    .flatMapToLong(rendition -> rendition.bandwidth().stream())
                    .sorted()
                    .distinct()
                    .toArray();
            // Of renditions that share a playlist the first tells.
            for (HlsRendition rendition : offered.reversed()) {
                UrlText.resolve(url, rendition.uri()).ifPresent(at -> {
                    renditions.renew(UrlKey.of(at), described(rendition, rates));
                    masterOf.renew(UrlKey.of(at), name);
                });
            }
        }
    }

    private static Rendition described(HlsRendition offered, long[] rates) {
        Rendition rendition = new Rendition(
                offered.bandwidth(),
                OptionalInt.empty(),
                offered.width(),
                offered.height(),
                offered.codecs(),
                offered.language());
        return offered.bandwidth().isPresent()
                ? rendition.at(Arrays.binarySearch(rates, offered.bandwidth().getAsLong()))
                : rendition;
    }

    private void learn(String playlist, URI url, HlsMedia media) {
        HlsTrack track = tracks.get(playlist);
        if (track == null) {
            track = new HlsTrack(
                    classes, Optional.ofNullable(marks.get(playlist)).filter(SegmentMark::counts));
            track.learn(url, media, near(media.firstSequence()));
        } else {
            track.learn(url, media, OptionalLong.empty());
        }
        tracks.renew(playlist, track);
        for (String map : media.maps()) {
            put(url, map, 0, other(ObjectKind.OBJECT_KIND_INIT, playlist));
        }
        for (String key : media.keys()) {
            put(url, key, 0, other(ObjectKind.OBJECT_KIND_KEY, playlist));
        }
        for (HlsSegment segment : media.segments()) {
            put(url, ObjectKind.OBJECT_KIND_SEGMENT, playlist, track, segment);
        }
        for (HlsSegment part : media.parts()) {
            put(url, ObjectKind.OBJECT_KIND_PART, playlist, track, part);
        }
    }

    private static Listed other(ObjectKind kind, String playlist) {
        return new Listed(kind, playlist, 0, 0, SegmentClass.SEGMENT_CLASS_UNSPECIFIED, -1);
    }

    /** The first segment of a rendition that counts as this one does, it seems. */
    private OptionalLong near(long sequence) {
        return LongStream.concat(
                        tracks.values().stream().mapToLong(HlsTrack::zero),
                        marks.values().stream()
                                .filter(SegmentMark::counts)
                                .mapToLong(mark -> mark.key() - mark.number()))
                .filter(zero -> sequence >= zero - NEAR_BEFORE && sequence <= zero + NEAR_AFTER)
                .findFirst();
    }

    private void put(URI url, ObjectKind kind, String playlist, HlsTrack track, HlsSegment segment) {
        put(
                url,
                segment.uri(),
                segment.range().map(HlsRange::first).orElse(0L),
                new Listed(
                        kind,
                        playlist,
                        segment.sequence(),
                        track.number(segment.sequence()),
                        track.segmentClass(segment.sequence()),
                        track.ofClass(segment.sequence()).orElse(-1)));
    }

    private void put(URI url, String uri, long firstByte, Listed entry) {
        UrlText.resolve(url, uri).ifPresent(at -> {
            String key = UrlKey.of(at);
            NavigableMap<Long, Listed> ranges = Objects.requireNonNullElseGet(objects.remove(key), TreeMap::new);
            objects.put(key, ranges);
            if (ranges.put(firstByte, entry) == null) {
                listed++;
            }
            if (ranges.size() > MOST_RANGES) {
                ranges.pollFirstEntry();
                listed--;
            }
            while (listed > MOST_LISTED || objects.size() > MOST_OBJECTS) {
                listed -= objects.pollFirstEntry().getValue().size();
            }
        });
    }

    private Optional<Listed> listed(String key, long firstByte) {
        NavigableMap<Long, Listed> ranges = objects.get(key);
        if (ranges == null) {
            return Optional.empty();
        }
        Map.Entry<Long, Listed> found = ranges.floorEntry(firstByte);
        return Optional.of(found == null ? ranges.firstEntry().getValue() : found.getValue());
    }

    Optional<ObjectFacts> facts(String key, long firstByte) {
        if (tracks.containsKey(key) || renditions.containsKey(key)) {
            return Optional.of(new ObjectFacts(
                    ObjectKind.OBJECT_KIND_MANIFEST,
                    SegmentClass.SEGMENT_CLASS_UNSPECIFIED,
                    rendition(key),
                    SegmentNumbers.NONE));
        }
        return listed(key, firstByte).map(this::facts);
    }

    private ObjectFacts facts(Listed listed) {
        HlsTrack track = tracks.get(listed.playlist);
        return new ObjectFacts(
                listed.kind,
                listed.segmentClass,
                rendition(listed.playlist),
                track == null || listed.segmentClass == SegmentClass.SEGMENT_CLASS_UNSPECIFIED
                        ? SegmentNumbers.NONE
                        : numbers(track, listed));
    }

    private static SegmentNumbers numbers(HlsTrack track, Listed listed) {
        return new SegmentNumbers(
                OptionalLong.of(listed.number),
                listed.ofClass < 0 ? OptionalLong.empty() : OptionalLong.of(listed.ofClass),
                OptionalLong.of(listed.sequence),
                track.liveEdge(listed.sequence));
    }

    private Rendition rendition(String playlist) {
        return renditions.getOrDefault(playlist, Rendition.UNKNOWN);
    }

    /** The key of the media playlist that lists an object, or that it is. */
    Optional<String> playlist(String key) {
        return tracks.containsKey(key) || renditions.containsKey(key)
                ? Optional.of(key)
                : listed(key, 0).map(Listed::playlist);
    }

    void marks(Map<String, SegmentMark> into) {
        into.putAll(masters);
        tracks.forEach((playlist, track) -> into.put(playlist, track.mark()));
    }
}
