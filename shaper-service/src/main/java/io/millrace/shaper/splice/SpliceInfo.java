package io.millrace.shaper.splice;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** Reads of a splice information section (SCTE 35, section 9) whether an advertisement begins or ends with it. */
public final class SpliceInfo {

    private static final int TABLE = 0xFC;
    private static final int INSERT = 0x05;
    private static final int SEGMENTATION_DESCRIPTOR = 0x02;
    private static final int IDENTIFIER = 0x43554549; // CUEI
    private static final int UNTOLD_LENGTH = 0xFFF;

    /** Segmentation types (table 23) that begin an advertisement or a placement for some. */
    private static final Set<Integer> AD_TYPES =
            Set.of(0x22, 0x30, 0x32, 0x34, 0x36, 0x38, 0x3A, 0x3C, 0x3E, 0x44, 0x46);

    /** Those that end one, or begin content. */
    private static final Set<Integer> CONTENT_TYPES =
            Set.of(0x10, 0x14, 0x20, 0x23, 0x31, 0x33, 0x35, 0x37, 0x39, 0x3B, 0x3D, 0x3F, 0x45, 0x47);

    private SpliceInfo() {}

    /** As {@link #ad(ByteBuffer)} of hexadecimal digits, {@code 0x} before them or not. */
    public static Optional<Boolean> adOfHex(String text) {
        String digits = text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
        try {
            return ad(ByteBuffer.wrap(HexFormat.of().parseHex(digits)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** As {@link #ad(ByteBuffer)} of Base64. */
    public static Optional<Boolean> adOfBase64(String text) {
        try {
            return ad(ByteBuffer.wrap(Base64.getMimeDecoder().decode(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether this segmentation type begins an advertisement, or content; nothing where it says neither. */
    public static Optional<Boolean> ad(int segmentationType) {
        if (AD_TYPES.contains(segmentationType)) {
            return Optional.of(true);
        }
        return CONTENT_TYPES.contains(segmentationType) ? Optional.of(false) : Optional.empty();
    }

    /** Whether an advertisement begins, or content; nothing where the section says neither or is none. */
    static Optional<Boolean> ad(ByteBuffer section) {
        if (section.remaining() < 17 || (section.get(0) & 0xFF) != TABLE) {
            return Optional.empty();
        }
        int commandLength = section.getShort(11) & 0xFFF;
        int command = section.get(13) & 0xFF;
        if (command == INSERT) {
            boolean cancelled = section.remaining() < 20 || section.get(18) < 0;
            return cancelled ? Optional.empty() : Optional.of(section.get(19) < 0);
        }
        int descriptors = 14 + commandLength;
        if (commandLength == UNTOLD_LENGTH || descriptors + 2 > section.limit()) {
            return Optional.empty();
        }
        section.position(descriptors + 2);
        int end = Math.min(section.limit(), section.position() + (section.getShort(descriptors) & 0xFFFF));
        return descriptors(section.limit(end));
    }

    private static Optional<Boolean> descriptors(ByteBuffer loop) {
        while (loop.remaining() >= 6) {
            int tag = loop.get() & 0xFF;
            int length = Math.min(loop.get() & 0xFF, loop.remaining());
            ByteBuffer descriptor = loop.slice(loop.position(), length);
            loop.position(loop.position() + length);
            if (tag == SEGMENTATION_DESCRIPTOR && length >= 4 && descriptor.getInt() == IDENTIFIER) {
                Optional<Boolean> told = segmentation(descriptor);
                if (told.isPresent()) {
                    return told;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Boolean> segmentation(ByteBuffer descriptor) {
        if (descriptor.remaining() < 6) {
            return Optional.empty();
        }
        descriptor.getInt(); // the event's id
        boolean cancelled = descriptor.get() < 0;
        int flags = descriptor.get() & 0xFF;
        boolean whole = (flags & 0x80) != 0;
        boolean lasting = (flags & 0x40) != 0;
        int components =
                whole || !descriptor.hasRemaining() ? 0 : 1 + 6 * (descriptor.get(descriptor.position()) & 0xFF);
        int identifier = descriptor.position() + components + (lasting ? 5 : 0);
        if (cancelled || identifier + 2 > descriptor.limit()) {
            return Optional.empty();
        }
        int type = identifier + 2 + (descriptor.get(identifier + 1) & 0xFF);
        return type < descriptor.limit() ? ad(descriptor.get(type) & 0xFF) : Optional.empty();
    }
}
