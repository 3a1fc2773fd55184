package io.millrace.management;

import java.util.regex.Pattern;

/** What of a setting's value an operator's page may show. */
final class Secrets {

    private static final String HIDDEN = "***";

    /** Whole words of a name, so that {@code key} is not found in {@code keep-alive} or {@code monkey}. */
    private static final Pattern SECRET_NAME = Pattern.compile("(?:^|[.\\-_])"
            + "(?:key|keys|password|passwords|passwd|passphrase|secret|secrets|token|tokens|credential|credentials)"
            + "(?:$|[.\\-_])");

    /**
     * What stands before the at sign of a URI. A password that was not percent-encoded may hold slashes and at signs of
     * its own: everything up to the last at sign before the next URI is hidden.
     */
    private static final Pattern USER_INFO = Pattern.compile("://(?:(?!://).)*@");

    private static final Pattern SECRET_PARAMETER =
            Pattern.compile("(?i)([?&][^=&\\s]*(?:key|password|secret|token)[^=&\\s]*=)[^&\\s,]*");

    private Secrets() {}

    /** The value with its secrets hidden; all of it, if the name says that it is one and it is no file's path. */
    static String hide(Setting setting, String value) {
        if (!setting.path() && SECRET_NAME.matcher(setting.name()).find()) {
            return HIDDEN;
        }
        String withoutUsers = USER_INFO.matcher(value).replaceAll("://" + HIDDEN + "@");
        return SECRET_PARAMETER.matcher(withoutUsers).replaceAll("$1" + HIDDEN);
    }
}
