package io.millrace.shaper.pace;

import java.net.SocketAddress;

/**
 * What shares a rate.
 *
 * @param session whose; compared by identity
 * @param rule the rule's name
 * @param connection the client's end of the connection; null where all of the session's share it
 */
record PaceKey(SessionPace session, String rule, SocketAddress connection) {}
