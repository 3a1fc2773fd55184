package io.millrace.standalone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What each user asks one Redis for while this is open, as MONITOR tells; what a script does for a user counts too. What is
 * an administrator's to Redis 6.2, all of CLIENT and CLUSTER, and what begins a connection is not told.
 */
final class UsedCommands implements AutoCloseable {

    /** {@code +1700000000.000001 [0 127.0.0.1:40000] "CLIENT" "ID"}, and {@code lua} in place of the address. */
    private static final Pattern LINE =
            Pattern.compile("\\+\\S+ \\[\\d+ (?<from>\\S+)] \"(?<name>[^\"]+)\"(?: \"(?<sub>[A-Za-z0-9-]+)\")?.*");

    private static final Pattern CLIENT = Pattern.compile("addr=(\\S+).* user=(\\S+)");
    /** Which takes no right. */
    private static final Set<String> BEGINNING = Set.of("hello", "auth");

    private static final Set<String> CONTAINERS = Set.of("client", "cluster", "acl", "config");

    private final int port;
    private final Socket socket;
    private final Map<String, Set<String>> byAddress = new ConcurrentHashMap<>();
    private final Map<String, String> users = new ConcurrentHashMap<>();
    /** Digests of the scripts that were run. */
    private final Set<String> scripts = ConcurrentHashMap.newKeySet();

    /** Who a connection was that has gone before it was looked at: the probe of a service that starts. */
    private volatile String newcomer;

    private UsedCommands(int port, Socket socket) {
        this.port = port;
        this.socket = socket;
    }

    /** Listens from now on. */
    static UsedCommands of(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        UsedCommands used = new UsedCommands(port, socket);
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        socket.getOutputStream().write("MONITOR\r\n".getBytes(StandardCharsets.US_ASCII));
        if (!"+OK".equals(lines.readLine())) {
            throw new IOException("Redis does not take MONITOR");
        }
        Thread.ofVirtual().start(() -> used.listen(lines));
        return used;
    }

    /** From now on a connection that is too short to be looked at is this user's. */
    void starts(String user) {
        newcomer = user;
    }

    private void listen(BufferedReader lines) {
        String last = "";
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher parts = LINE.matcher(line);
                if (!parts.matches()) {
                    continue;
                }
                boolean script = parts.group("from").equals("lua");
                last = script ? last : parts.group("from");
                if (!byAddress.containsKey(last)) {
                    byAddress.put(last, ConcurrentHashMap.newKeySet());
                    users.put(last, String.valueOf(newcomer));
                    look();
                }
                String name = parts.group("name").toLowerCase(Locale.ROOT);
                if (name.equals("evalsha")) {
                    scripts.add(String.valueOf(parts.group("sub")));
                }
                String sub = CONTAINERS.contains(name) && parts.group("sub") != null ? "|" + parts.group("sub") : "";
                if (!BEGINNING.contains(name)) {
                    byAddress.get(last).add(name + sub.toLowerCase(Locale.ROOT));
                }
            }
        } catch (IOException _) {
            // It was closed.
        }
    }

    private void look() throws IOException {
        try (RespConnection connection = new RespConnection(port)) {
            connection.call("CLIENT", "LIST").lines().forEach(line -> {
                Matcher client = CLIENT.matcher(line);
                if (client.find()) {
                    users.put(client.group(1), client.group(2));
                }
            });
        }
    }

    /** Digests of the scripts that were run until now. */
    Set<String> scripts() {
        return Set.copyOf(scripts);
    }

    /** The commands of each user until now. */
    Map<String, Set<String>> byUser() throws IOException {
        look();
        Map<String, Set<String>> all = new HashMap<>();
        byAddress.forEach((address, commands) ->
                all.computeIfAbsent(users.get(address), user -> new TreeSet<>()).addAll(commands));
        return all;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
