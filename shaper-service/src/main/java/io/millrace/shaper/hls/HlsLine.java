package io.millrace.shaper.hls;

import java.util.ArrayList;
import java.util.List;

/** A line that says something; comments and empty lines are none. */
sealed interface HlsLine permits HlsTag, HlsUri {

    /** Splits a playlist's text into what it says, in its order. */
    static List<HlsLine> of(String text) {
        List<HlsLine> lines = new ArrayList<>();
        int from = text.startsWith("\uFEFF") ? 1 : 0;
        while (from < text.length()) {
            int newline = text.indexOf('\n', from);
            int end = newline < 0 ? text.length() : newline;
            int first = from;
            int last = end;
            while (first < last && text.charAt(first) <= ' ') {
                first++;
            }
            while (last > first && text.charAt(last - 1) <= ' ') {
                last--;
            }
            if (text.startsWith("#EXT", first)) {
                lines.add(HlsTag.of(first, text.substring(first, last)));
            } else if (first < last && text.charAt(first) != '#') {
                lines.add(new HlsUri(first, text.substring(first, last)));
            }
            from = end + 1;
        }
        return lines;
    }
}
