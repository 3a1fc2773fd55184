package io.millrace.ingest;

import io.millrace.chunklog.Keeping;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ChannelLimits;
import io.millrace.proto.control.v1.EndlessPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What holds for an upload: its channel's limits, or where the channel says nothing, the ingest's.
 *
 * @param objectBytes of the longest object; 0 for no limit
 * @param objectBytesSetting what sets that limit, for who meets it
 * @param channel whose uploads are counted; empty where they are not
 * @param channelUploads uploads in progress of that channel; 0 for no limit
 * @param bytesPerSecond of one upload, over ten seconds; 0 for no limit
 * @param keeping how long what is kept
 */
record UploadTerms(
        long objectBytes,
        String objectBytesSetting,
        Optional<String> channel,
        int channelUploads,
        long bytesPerSecond,
        Keeping keeping) {

    private static final int BITS = 8;

    static UploadTerms of(IngestConfig config, Optional<Channel> channel) {
        ChannelLimits limits = channel.map(Channel::getLimits).orElse(ChannelLimits.getDefaultInstance());
        long ofChannel = limits.getMaxObjectBytes();
        return new UploadTerms(
                ofChannel > 0 ? ofChannel : config.objectBytes(),
                ofChannel > 0
                        ? "max_object_bytes of " + channel.orElseThrow().getName()
                        : "MILLRACE_INGEST_OBJECT_BYTES",
                channel.map(Channel::getName),
                limits.getMaxUploads(),
                (limits.getMaxBitRate() + BITS - 1) / BITS,
                channel.map(UploadTerms::keeping).orElse(Keeping.AS_CONFIGURED));
    }

    /** What to tell of an object that is longer than the limit. */
    String tooLarge() {
        return "the object is longer than " + objectBytes + " bytes, the most that is taken here (" + objectBytesSetting
                + ")";
    }

    /** Bytes of the longest object that can come of a patch: what is longer than the window is not kept as a whole. */
    long patchedBytes(long windowBytes) {
        long kept = keeping.windowBytes().orElse(windowBytes);
        return Math.min(kept == 0 ? Long.MAX_VALUE : kept, objectBytes == 0 ? Long.MAX_VALUE : objectBytes);
    }

    private static Keeping keeping(Channel channel) {
        EndlessPolicy endless = channel.getEndless();
        return new Keeping(
                channel.hasRetention() ? Optional.of(duration(channel.getRetention())) : Optional.empty(),
                endless.getWindowBytes() > 0 ? OptionalLong.of(endless.getWindowBytes()) : OptionalLong.empty(),
                endless.hasWindowDuration() ? Optional.of(duration(endless.getWindowDuration())) : Optional.empty());
    }

    private static Duration duration(com.google.protobuf.Duration duration) {
        return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
    }
}
