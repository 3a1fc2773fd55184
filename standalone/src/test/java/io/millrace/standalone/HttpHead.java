package io.millrace.standalone;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The head of an HTTP/1.1 response. */
record HttpHead(int status, Map<String, String> headers) {

    static HttpHead read(InputStream in) throws IOException {
        String statusLine = line(in);
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new HttpHead(Integer.parseInt(statusLine.split(" ", -1)[1]), headers);
    }

    static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int c = in.read();
            switch (c) {
                case -1 -> throw new EOFException("the connection ended in a line: " + line);
                case '\n' -> {
                    return line.toString();
                }
                case '\r' -> {}
                default -> line.append((char) c);
            }
        }
    }
}
