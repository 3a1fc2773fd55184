package io.millrace.cli.channel;

import com.google.protobuf.FieldMask;
import com.google.protobuf.util.FieldMaskUtil;
import io.millrace.cli.CommandFailedException;
import io.millrace.cli.resource.Protos;
import io.millrace.cli.resource.ResourceFiles;
import io.millrace.proto.control.v1.CdnSecretPlayback;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.OpenPlayback;
import io.millrace.proto.control.v1.PlaybackPolicy;
import io.millrace.proto.control.v1.SignedPlayback;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a command line changes of a channel: some fields, as paths of a mask with their values, and some labels. */
final class ChannelEdit {

    private final Channel.Builder values = Channel.newBuilder();
    private final Set<String> paths = new TreeSet<>();
    private final Map<String, Optional<String>> labels = new HashMap<>();

    /**
     * What options tell; a file's fields first.
     *
     * @throws CommandFailedException if the file can't be used
     */
    static ChannelEdit of(ChannelOptions options, String name) {
        ChannelEdit edit = new ChannelEdit();
        options.file.ifPresent(file -> edit.file(file, name));
        options.pathPrefix.ifPresent(path -> edit.at("path_prefix").setPathPrefix(path));
        options.displayName.ifPresent(text -> edit.at("display_name").setDisplayName(text));
        options.retention.ifPresent(time -> edit.at("retention").setRetention(Protos.of(time)));
        options.maxBitRate.ifPresent(
                rate -> edit.at("limits.max_bit_rate").getLimitsBuilder().setMaxBitRate(rate));
        options.maxObjectBytes.ifPresent(
                bytes -> edit.at("limits.max_object_bytes").getLimitsBuilder().setMaxObjectBytes(bytes));
        options.maxUploads.ifPresent(
                count -> edit.at("limits.max_uploads").getLimitsBuilder().setMaxUploads(count));
        options.windowBytes.ifPresent(
                bytes -> edit.at("endless.window_bytes").getEndlessBuilder().setWindowBytes(bytes));
        options.windowDuration.ifPresent(
                time -> edit.at("endless.window_duration").getEndlessBuilder().setWindowDuration(Protos.of(time)));
        options.holdLimit.ifPresent(time -> edit.at("hold_limit").setHoldLimit(Protos.of(time)));
        options.edgeCount.ifPresent(count -> edit.at("edge_count").setEdgeCount(count));
        options.playback.ifPresent(policy -> edit.at("playback").setPlayback(proto(policy)));
        if (!options.corsOrigins.isEmpty()) {
            edit.at("cors.origins").getCorsBuilder().clearOrigins().addAllOrigins(options.corsOrigins);
        }
        options.disabled.ifPresent(is -> edit.at("disabled").setDisabled(is));
        options.labels.forEach((key, value) -> edit.labels.put(key, Optional.of(value)));
        return edit;
    }

    /**
     * Also unsets fields and labels.
     *
     * @param fields their names as output has them, or as the API has them
     * @throws CommandFailedException if a channel has no such field
     */
    ChannelEdit clearing(List<String> fields, List<String> unwanted) {
        for (String field : fields) {
            String path = field.replaceAll("(?<=[a-z])([A-Z])", "_$1").toLowerCase(Locale.ROOT);
            if (!FieldMaskUtil.isValid(Channel.getDescriptor(), path)) {
                throw new CommandFailedException("a channel has no field " + field);
            }
            if (!paths.add(path)) {
                throw new CommandFailedException(field + " can't be set and cleared at once");
            }
        }
        unwanted.forEach(key -> labels.put(key, Optional.empty()));
        return this;
    }

    boolean isEmpty() {
        return paths.isEmpty() && labels.isEmpty();
    }

    /** A new channel with these fields. */
    Channel created() {
        return appliedTo(Channel.getDefaultInstance()).build();
    }

    /** The fields that change, for a channel as it was read. */
    Channel.Builder appliedTo(Channel current) {
        Channel.Builder edited = values.clone();
        if (!labels.isEmpty()) {
            if (!paths.contains("labels")) {
                edited.clearLabels().putAllLabels(current.getLabelsMap());
            }
            labels.forEach((key, value) ->
                    value.ifPresentOrElse(text -> edited.putLabels(key, text), () -> edited.removeLabels(key)));
        }
        return edited;
    }

    FieldMask mask() {
        FieldMask.Builder mask = FieldMask.newBuilder().addAllPaths(paths);
        if (!labels.isEmpty() && !paths.contains("labels")) {
            mask.addPaths("labels");
        }
        return mask.build();
    }

    /** Which of the fields and labels that this changes are others in another reading of the channel. */
    List<String> conflicts(Channel before, Channel now) {
        TreeSet<String> found = new TreeSet<>();
        for (String path : paths) {
            FieldMask one = FieldMask.newBuilder().addPaths(path).build();
            if (!FieldMaskUtil.trim(one, before).equals(FieldMaskUtil.trim(one, now))) {
                found.add(path);
            }
        }
        for (String key : labels.keySet()) {
            if (!Objects.equals(
                    before.getLabelsMap().get(key), now.getLabelsMap().get(key))) {
                found.add("labels." + key);
            }
        }
        return List.copyOf(found);
    }

    private Channel.Builder at(String path) {
        // What a file gives as a whole stays so, with this in it.
        if (paths.stream().noneMatch(whole -> path.startsWith(whole + "."))) {
            paths.add(path);
        }
        return values;
    }

    /** The fields that a file sets, each as a whole. */
    private void file(String file, String name) {
        Channel channel = ResourceFiles.readOne(file, name).as(Channel.getDefaultInstance());
        values.mergeFrom(channel);
        channel.getAllFields().keySet().forEach(field -> paths.add(field.getName()));
        paths.removeAll(Set.of("name", "etag", "revision", "create_time", "update_time"));
    }

    private static PlaybackPolicy proto(ChannelOptions.Playback policy) {
        PlaybackPolicy.Builder playback = PlaybackPolicy.newBuilder();
        return switch (policy) {
            case OPEN -> playback.setOpen(OpenPlayback.getDefaultInstance()).build();
            case CDN_SECRET ->
                playback.setCdnSecret(CdnSecretPlayback.getDefaultInstance()).build();
            case SIGNED ->
                playback.setSigned(SignedPlayback.getDefaultInstance()).build();
        };
    }
}
