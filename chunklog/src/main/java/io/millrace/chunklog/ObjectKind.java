package io.millrace.chunklog;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** What an object is to a player; decides how long it is kept and how it is served while it is uploaded. */
public enum ObjectKind {
    /** A manifest or media playlist: put again and again, served only when whole. */
    PLAYLIST,
    /** An initialization segment or a key: put once, needed as long as its directory lives. */
    INIT,
    /** Anything else: a media segment, a part, a thumbnail, a file. */
    SEGMENT;

    private static final Set<String> PLAYLIST_EXTENSIONS = Set.of("m3u8", "mpd", "m3u", "ism", "isml");
    private static final Set<String> INIT_EXTENSIONS = Set.of("init", "header", "hdr", "key");
    private static final int BOX_TYPE_OFFSET = 4;
    private static final int BOX_TYPE_BYTES = 4;
    private static final int EBML_MAGIC = 0x1A45DFA3;

    /**
     * Tells the kind from the name and, because most packagers call an initialization segment like any other
     * segment, from the first bytes: an ISO BMFF file starts with {@code ftyp} and WebM with an EBML header only where
     * initialization data does (media segments start with {@code styp}, {@code moof}, {@code sidx} or a cluster).
     *
     * @param start the object's first chunk; not consumed
     */
    public static ObjectKind of(ObjectPath path, ByteBuf start) {
        String extension = path.extension();
        if (PLAYLIST_EXTENSIONS.contains(extension)) {
            return PLAYLIST;
        }
        return INIT_EXTENSIONS.contains(extension) || startsLikeInit(start) ? INIT : SEGMENT;
    }

    private static boolean startsLikeInit(ByteBuf start) {
        int at = start.readerIndex();
        if (start.readableBytes() < BOX_TYPE_OFFSET + BOX_TYPE_BYTES) {
            return false;
        }
        String box = start.toString(at + BOX_TYPE_OFFSET, BOX_TYPE_BYTES, StandardCharsets.US_ASCII);
        return box.equals("ftyp") || start.getInt(at) == EBML_MAGIC;
    }
}
