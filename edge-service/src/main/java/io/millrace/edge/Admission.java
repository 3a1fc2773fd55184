package io.millrace.edge;

/**
 * What a request was let in with. Immutable.
 *
 * @param policies how it is answered
 * @param restricted whether access rules let only some read: what is answered is for this client alone
 */
record Admission(Policies policies, boolean restricted, Grant grant) {

    /** The same where access rules have their say too. */
    Admission restricted(boolean byRules) {
        return byRules == restricted ? this : new Admission(policies, byRules, grant);
    }
}
