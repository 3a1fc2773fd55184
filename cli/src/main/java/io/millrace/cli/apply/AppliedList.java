package io.millrace.cli.apply;

import com.google.protobuf.Message;
import io.millrace.cli.CommandFailedException;
import io.millrace.cli.apply.Applying.Applied;
import io.millrace.cli.resource.ResultFormat;
import io.millrace.cli.resource.Results;
import java.util.List;

/** What was applied, as it is shown: a line each, or the resources as they are now. */
public final class AppliedList {

    private AppliedList() {}

    /**
     * Prints what was applied, also where not all was.
     *
     * @throws CommandFailedException if something was refused
     */
    public static void print(Results results, Applying.Result result) {
        List<Applied> applied = result.applied();
        if (results.format() == ResultFormat.TABLE) {
            results.lines(applied.stream()
                    .map(one -> name(one.resource()) + " " + one.outcome())
                    .toList());
        } else {
            results.list(applied.stream().map(Applied::resource).toList());
        }
        result.refusal().ifPresent(refusal -> {
            throw refusal;
        });
    }

    private static String name(Message resource) {
        return resource.getField(resource.getDescriptorForType().findFieldByName("name"))
                .toString();
    }
}
