package io.millrace.checks;

import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong with the fields of a request or of a resource: all of it, so that who asked can mend it at once. Belongs to
 * the thread that looks.
 */
public final class Violations {

    private final String prefix;
    private final List<FieldViolation> found;

    public Violations() {
        this("", new ArrayList<>());
    }

    private Violations(String prefix, List<FieldViolation> found) {
        this.prefix = prefix;
        this.found = found;
    }

    /** The same collection, for the fields of a field. */
    public Violations in(String field) {
        return new Violations(prefix + field + '.', found);
    }

    /** The same collection, for the fields of an entry of a list. */
    public Violations in(String field, int entry) {
        return in(field + '[' + entry + ']');
    }

    /**
     * Notes a field that is wrong.
     *
     * @param holds whether it is right
     * @param rule what it must be
     */
    public void require(String field, boolean holds, String rule) {
        if (!holds) {
            found.add(FieldViolation.newBuilder()
                    .setField(prefix + field)
                    .setDescription(rule)
                    .build());
        }
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** As a detail of an error. */
    public BadRequest detail() {
        return BadRequest.newBuilder().addAllFieldViolations(found).build();
    }

    /** The first of them, and how many more there are; to be asked only where there are some. */
    @Override
    public String toString() {
        FieldViolation first = found.getFirst();
        String more = found.size() == 1 ? "" : ", and " + (found.size() - 1) + " more";
        return first.getField() + " " + first.getDescription() + more;
    }
}
