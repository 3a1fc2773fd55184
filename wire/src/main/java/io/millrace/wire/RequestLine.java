package io.millrace.wire;

/** What a request line must be like (RFC 9112, section 3), where Netty is lenient. */
final class RequestLine {

    private static final String HTTP11 = "HTTP/1.1";
    private static final String HTTP10 = "HTTP/1.0";
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    /** The request is of a version of HTTP that is not spoken here. */
    static final class UnknownVersionException extends IllegalArgumentException {

        UnknownVersionException(String version) {
            super(version + " is not known here");
        }
    }

    private RequestLine() {}

    /**
     * Checks the three words of a line.
     *
     * @return the version that the request is treated as: a later minor one is the newest known
     */
    static String check(String method, String target, String version) {
        if (!isToken(method)) {
            throw new IllegalArgumentException("its method is no word");
        }
        if (target.isEmpty()) {
            throw new IllegalArgumentException("it has no target");
        }
        for (int i = 0; i < target.length(); i++) {
            char character = target.charAt(i);
            if (character <= ' ' || character == 0x7f) {
                throw new IllegalArgumentException("its target has a control character");
            }
        }
        return version(version);
    }

    private static String version(String version) {
        if (version.equals(HTTP11) || version.equals(HTTP10)) {
            return version;
        }
        boolean proper = version.length() == HTTP11.length()
                && version.startsWith("HTTP/")
                && isDigit(version.charAt(5))
                && version.charAt(6) == '.'
                && isDigit(version.charAt(7));
        if (!proper) {
            throw new IllegalArgumentException("its line does not end with a version of HTTP");
        }
        if (version.charAt(5) != '1') {
            throw new UnknownVersionException(version);
        }
        return HTTP11;
    }

    /** Whether something may be a method (RFC 9110, section 5.6.2). */
    static boolean isToken(CharSequence word) {
        for (int i = 0; i < word.length(); i++) {
            if (!isToken(word.charAt(i))) {
                return false;
            }
        }
        return !word.isEmpty();
    }

    private static boolean isToken(char character) {
        return (character >= 'A' && character <= 'Z')
                || (character >= 'a' && character <= 'z')
                || isDigit(character)
                || TOKEN_MARKS.indexOf(character) >= 0;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }
}
