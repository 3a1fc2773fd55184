package io.millrace.checks;

import io.millrace.proto.control.v1.CmcdMatch;
import io.millrace.proto.control.v1.HeaderMatch;
import io.millrace.proto.control.v1.Int64Range;
import io.millrace.proto.control.v1.Match;
import io.millrace.proto.control.v1.NumberBasis;
import io.millrace.proto.control.v1.ObjectKind;
import io.millrace.proto.control.v1.SegmentClass;
import java.net.InetAddress;
import java.util.List;

/** What a match must be, as the API says it. */
final class MatchCheck {

    private static final int MOST_ENTRIES = 100;
    private static final int MOST_TEXT = 1_024;
    private static final int BITS_IN_A_BYTE = 8;

    private MatchCheck() {}

    static void check(Violations violations, Match match) {
        if (!match.getChannel().isEmpty()) {
            Names.check(violations, "channel", match.getChannel(), "channels/*");
        }
        checkTexts(violations, "paths", match.getPathsList());
        violations.require(
                "kinds",
                match.getKindsList().stream()
                        .allMatch(
                                kind -> kind != ObjectKind.OBJECT_KIND_UNSPECIFIED && kind != ObjectKind.UNRECOGNIZED),
                "must be known kinds");
        violations.require(
                "segment_class", match.getSegmentClass() != SegmentClass.UNRECOGNIZED, "must be a known class");
        checkRange(violations, "bit_rate", match.getBitRate());
        checkRange(violations, "ladder", match.getLadder());
        checkRange(violations, "width", match.getWidth());
        checkRange(violations, "height", match.getHeight());
        checkRange(violations, "byte_range", match.getByteRange());
        checkRange(violations, "number.range", match.getNumber().getRange());
        violations.require(
                "number.basis", match.getNumber().getBasis() != NumberBasis.UNRECOGNIZED, "must be a known basis");
        checkTexts(violations, "codecs", match.getCodecsList());
        checkTexts(violations, "languages", match.getLanguagesList());
        checkTexts(violations, "cdns", match.getCdnsList());
        checkTexts(violations, "sessions", match.getSessionsList());
        checkTexts(violations, "methods", match.getMethodsList());
        match.getTagsList().forEach(tag -> Names.check(violations, "tags", tag, "tags/*"));
        violations.require(
                "client_networks",
                match.getClientNetworksList().stream().allMatch(MatchCheck::isNetwork),
                "must be networks such as 192.0.2.0/24");
        checkNumber(violations, "client_networks", match.getClientNetworksCount());
        checkNumber(violations, "cmcd", match.getCmcdCount());
        checkNumber(violations, "headers", match.getHeadersCount());
        for (int i = 0; i < match.getCmcdCount(); i++) {
            checkCmcd(violations.in("cmcd", i), match.getCmcd(i));
        }
        for (int i = 0; i < match.getHeadersCount(); i++) {
            checkHeader(violations.in("headers", i), match.getHeaders(i));
        }
    }

    private static void checkCmcd(Violations violations, CmcdMatch cmcd) {
        violations.require("key", cmcd.getKey().matches("[A-Za-z0-9.-]{1,64}"), "must be a key of CMCD");
        violations.require(
                "value",
                cmcd.getValueCase() != CmcdMatch.ValueCase.VALUE_NOT_SET,
                "must have a glob, a range or present");
        checkRange(violations, "range", cmcd.getRange());
        Fields.checkText(violations, "glob", cmcd.getGlob(), MOST_TEXT);
    }

    private static void checkHeader(Violations violations, HeaderMatch header) {
        violations.require(
                "name", header.getName().matches("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}"), "must be a header's name");
        violations.require(
                "value", header.getValueCase() != HeaderMatch.ValueCase.VALUE_NOT_SET, "must have a glob or present");
        Fields.checkText(violations, "glob", header.getGlob(), MOST_TEXT);
    }

    private static void checkTexts(Violations violations, String field, List<String> texts) {
        checkNumber(violations, field, texts.size());
        violations.require(field, texts.stream().noneMatch(String::isEmpty), "must not be empty");
        texts.forEach(text -> Fields.checkText(violations, field, text, MOST_TEXT));
    }

    private static void checkNumber(Violations violations, String field, int entries) {
        violations.require(field, entries <= MOST_ENTRIES, "must be up to " + MOST_ENTRIES);
    }

    private static void checkRange(Violations violations, String field, Int64Range range) {
        violations.require(field, range.getFirst() >= 0 && range.getLast() >= 0, "must not be negative");
        violations.require(
                field,
                !range.hasFirst() || !range.hasLast() || range.getFirst() <= range.getLast(),
                "must not end before it begins");
    }

    /** An address and the length of its prefix; a name is never looked up. */
    private static boolean isNetwork(String network) {
        int slash = network.indexOf('/');
        if (slash < 0) {
            return false;
        }
        try {
            InetAddress address = InetAddress.ofLiteral(network.substring(0, slash));
            int bits = Integer.parseInt(network.substring(slash + 1));
            return bits >= 0 && bits <= address.getAddress().length * BITS_IN_A_BYTE;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
