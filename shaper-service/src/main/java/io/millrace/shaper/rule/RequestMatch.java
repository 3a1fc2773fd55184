package io.millrace.shaper.rule;

import io.millrace.proto.control.v1.CmcdMatch;
import io.millrace.proto.control.v1.HeaderMatch;
import io.millrace.proto.control.v1.Int64Range;
import io.millrace.proto.control.v1.Match;
import io.millrace.proto.control.v1.NumberMatch;
import io.millrace.proto.control.v1.SegmentClass;
import io.millrace.shaper.glob.Glob;
import io.millrace.shaper.media.Rendition;
import io.millrace.shaper.media.SegmentNumbers;
import io.millrace.wire.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Which requests a rule is for, compiled: what the API's Match says, as a list of questions. Immutable. */
final class RequestMatch {

    private static final Set<String> DEFAULT_METHODS = Set.of("GET", "HEAD");

    private final List<Predicate<ShapedRequest>> questions = new ArrayList<>();

    /** @throws IllegalArgumentException if there is a network that is none */
    RequestMatch(Match match) {
        Set<String> methods = match.getMethodsCount() == 0 ? DEFAULT_METHODS : Set.copyOf(match.getMethodsList());
        ask(request -> methods.contains(request.method()));
        if (!match.getChannel().isEmpty()) {
            ask(request -> request.channel().filter(match.getChannel()::equals).isPresent());
        }
        askObject(match);
        askClient(match);
        if (match.hasByteRange()) {
            long first = match.getByteRange().getFirst();
            long last = last(match.getByteRange());
            ask(request -> request.bytes().overlap(first, last));
        }
        // The longest work last.
        askGlobs(match.getPathsList(), ShapedRequest::path);
        askGlobs(match.getSessionsList(), ShapedRequest::session);
        match.getHeadersList().forEach(this::askHeader);
        match.getCmcdList().forEach(this::askCmcd);
    }

    boolean matches(ShapedRequest request) {
        for (Predicate<ShapedRequest> question : questions) {
            if (!question.test(request)) {
                return false;
            }
        }
        return true;
    }

    private void ask(Predicate<ShapedRequest> question) {
        questions.add(question);
    }

    private void askObject(Match match) {
        if (match.getKindsCount() > 0) {
            Set<?> kinds = Set.copyOf(match.getKindsList());
            ask(request -> kinds.contains(request.object().kind()));
        }
        if (match.getSegmentClass() != SegmentClass.SEGMENT_CLASS_UNSPECIFIED) {
            ask(request -> request.object().segmentClass() == match.getSegmentClass());
        }
        if (match.hasBitRate()) {
            ask(request ->
                    holds(match.getBitRate(), request.object().rendition().bitRate()));
        }
        if (match.hasLadder()) {
            askRendition(match.getLadder(), Rendition::ladder);
        }
        if (match.hasWidth()) {
            askRendition(match.getWidth(), Rendition::width);
        }
        if (match.hasHeight()) {
            askRendition(match.getHeight(), Rendition::height);
        }
        if (match.getCodecsCount() > 0) {
            ask(request -> request.object().rendition().codecs().stream()
                    .anyMatch(codec -> match.getCodecsList().stream().anyMatch(codec::startsWith)));
        }
        if (match.getLanguagesCount() > 0) {
            ask(request -> request.object()
                    .rendition()
                    .language()
                    .filter(language -> match.getLanguagesList().stream().anyMatch(range -> isKind(language, range)))
                    .isPresent());
        }
        if (match.hasNumber()) {
            ask(request -> holds(
                    match.getNumber().getRange(),
                    number(match.getNumber(), request.object().numbers())));
        }
    }

    private void askClient(Match match) {
        if (match.getCdnsCount() > 0) {
            ask(request -> request.cdn().filter(match.getCdnsList()::contains).isPresent());
        }
        if (match.getClientNetworksCount() > 0) {
            List<AddressRange> networks = match.getClientNetworksList().stream()
                    .map(AddressRange::parse)
                    .toList();
            ask(request -> networks.stream().anyMatch(network -> network.contains(request.client())));
        }
        if (match.getTagsCount() > 0) {
            ask(request -> match.getTagsList().stream().anyMatch(request.tags()::contains));
        }
    }

    private void askRendition(Int64Range range, Function<Rendition, OptionalInt> field) {
        ask(request -> {
            OptionalInt value = field.apply(request.object().rendition());
            return value.isPresent() && holds(range, OptionalLong.of(value.getAsInt()));
        });
    }

    private void askGlobs(List<String> patterns, Function<ShapedRequest, String> text) {
        if (!patterns.isEmpty()) {
            List<Glob> globs = patterns.stream().map(Glob::new).toList();
            ask(request -> {
                String asked = text.apply(request);
                return globs.stream().anyMatch(glob -> glob.matches(asked));
            });
        }
    }

    private void askHeader(HeaderMatch match) {
        switch (match.getValueCase()) {
            case GLOB -> {
                Glob glob = new Glob(match.getGlob());
                ask(request ->
                        request.headers().getAll(match.getName()).stream().anyMatch(glob::matches));
            }
            case PRESENT -> ask(request -> request.headers().contains(match.getName()) == match.getPresent());
            case VALUE_NOT_SET -> ask(request -> false);
        }
    }

    private void askCmcd(CmcdMatch match) {
        String key = match.getKey().toLowerCase(Locale.ROOT);
        switch (match.getValueCase()) {
            case GLOB -> {
                Glob glob = new Glob(match.getGlob());
                ask(request -> request.cmcd().containsKey(key)
                        && glob.matches(request.cmcd().get(key)));
            }
            case RANGE ->
                ask(request -> request.cmcd().containsKey(key)
                        && holds(
                                match.getRange(),
                                CmcdValues.number(request.cmcd().get(key))));
            case PRESENT -> ask(request -> request.cmcd().containsKey(key) == match.getPresent());
            case VALUE_NOT_SET -> ask(request -> false);
        }
    }

    private static OptionalLong number(NumberMatch match, SegmentNumbers numbers) {
        return switch (match.getBasis()) {
            case NUMBER_BASIS_UNSPECIFIED, NUMBER_BASIS_SESSION -> numbers.session();
            case NUMBER_BASIS_SESSION_CLASS -> numbers.ofClass();
            case NUMBER_BASIS_MEDIA_SEQUENCE -> numbers.mediaSequence();
            case NUMBER_BASIS_LIVE_EDGE -> numbers.liveEdge();
            case UNRECOGNIZED -> OptionalLong.empty();
        };
    }

    /** What is not known is in no range. */
    private static boolean holds(Int64Range range, OptionalLong value) {
        return value.isPresent()
                && (!range.hasFirst() || value.getAsLong() >= range.getFirst())
                && value.getAsLong() <= last(range);
    }

    private static long last(Int64Range range) {
        return range.hasLast() ? range.getLast() : Long.MAX_VALUE;
    }

    /** Basic filtering (RFC 4647, section 3.3.1). */
    private static boolean isKind(String language, String range) {
        return language.regionMatches(true, 0, range, 0, range.length())
                && (language.length() == range.length() || language.charAt(range.length()) == '-');
    }
}
