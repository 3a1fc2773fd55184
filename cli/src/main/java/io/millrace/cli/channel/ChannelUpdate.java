package io.millrace.cli.channel;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.millrace.cli.CommandFailedException;
import io.millrace.cli.ExitCode;
import io.millrace.cli.control.ResourceCalls;
import io.millrace.proto.control.v1.Channel;
import java.util.List;

/**
 * Reads a channel, changes it and writes it, if nobody was faster. Where somebody was, it is read again: if what is to be
 * changed is still what it was, the change goes on; if not, the person has to look.
 */
final class ChannelUpdate {

    private static final int MOST_ATTEMPTS = 10;

    private ChannelUpdate() {}

    /**
     * Makes the change.
     *
     * @return the channel as it is then
     * @throws CommandFailedException if somebody else has changed the same meanwhile
     */
    static Channel run(ResourceCalls<Channel> channels, String name, ChannelEdit edit) {
        Channel first = channels.get().apply(name);
        Channel current = first;
        for (int attempt = 1; ; attempt++) {
            Channel update = edit.appliedTo(current)
                    .setName(name)
                    .setEtag(current.getEtag())
                    .build();
            try {
                return channels.update().update(update, edit.mask());
            } catch (StatusRuntimeException e) {
                if (e.getStatus().getCode() != Status.Code.ABORTED || attempt == MOST_ATTEMPTS) {
                    throw e;
                }
            }
            current = channels.get().apply(name);
            List<String> conflicts = edit.conflicts(first, current);
            if (!conflicts.isEmpty()) {
                throw new CommandFailedException(
                        "somebody else has changed %s of %s meanwhile; look at it, and try again"
                                .formatted(String.join(", ", conflicts), name),
                        ExitCode.CONFLICT);
            }
        }
    }
}
