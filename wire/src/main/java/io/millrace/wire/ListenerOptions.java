package io.millrace.wire;

import java.time.Duration;

/**
 * Where and how a service listens.
 *
 * @param name what the port is for, as messages call it
 * @param host address to listen on
 * @param port 0 for any free one
 * @param idleTimeout how long a client may be silent inside a request's body or between requests
 * @param portSetting the setting to change when the port can't be used
 */
public record ListenerOptions(String name, String host, int port, Duration idleTimeout, String portSetting) {}
