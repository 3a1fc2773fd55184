package io.millrace.control.caller;

import java.util.EnumSet;
import java.util.OptionalLong;

/** Changes that the control plane makes without a call: they are in the audit log as those that somebody asked for. */
public final class OwnChanges {

    private final Caller caller;

    /** @param why they are made, such as {@code kubernetes} */
    public OwnChanges(String why) {
        this.caller = new Caller(why, EnumSet.of(Role.ADMIN));
    }

    /**
     * A change was made.
     *
     * @param from what asked for it
     * @param method that a caller would have used: {@code ChannelService/CreateChannel}
     * @param revision which it led to; empty where that is not told
     */
    public void made(String from, String method, String resource, OptionalLong revision) {
        Audit.made(caller, from, method, resource, revision);
    }
}
