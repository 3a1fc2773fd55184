package io.millrace.shaper.hls;

/**
 * A tag.
 *
 * @param name without its number sign
 * @param value what follows the colon; may be empty
 * @param valueStart where that begins in the text
 */
record HlsTag(String name, String value, int valueStart) implements HlsLine {

    static HlsTag of(int start, String line) {
        int colon = line.indexOf(':');
        return colon < 0
                ? new HlsTag(line.substring(1), "", start + line.length())
                : new HlsTag(line.substring(1, colon), line.substring(colon + 1), start + colon + 1);
    }

    HlsAttributes attributes() {
        return HlsAttributes.of(value);
    }

    /** The whole number that is its value; the other where it is none. */
    long number(long otherwise) {
        try {
            return Long.parseLong(value.strip());
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
