package io.millrace.wire;

/**
 * What a request is for.
 *
 * @param path as it came, percent-encoded
 * @param query without its question mark; may be empty
 */
record RequestTarget(String path, String query) {

    static RequestTarget of(String target) {
        String own = originForm(target);
        int mark = own.indexOf('?');
        return mark < 0
                ? new RequestTarget(own, "")
                : new RequestTarget(own.substring(0, mark), own.substring(mark + 1));
    }

    /** RFC 9112, section 3.2: a server takes the absolute form too. */
    private static String originForm(String target) {
        if (target.startsWith("/")) {
            return target;
        }
        int authority = target.indexOf("://");
        if (authority < 0) {
            return target;
        }
        int path = target.indexOf('/', authority + 3);
        int mark = target.indexOf('?', authority + 3);
        if (path < 0 || (mark >= 0 && mark < path)) {
            return mark < 0 ? "/" : "/" + target.substring(mark);
        }
        return target.substring(path);
    }
}
