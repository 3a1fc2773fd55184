package io.millrace.ingest;

import io.millrace.chunklog.Announcement;
import io.millrace.chunklog.ObjectPath;
import io.millrace.wire.Exchange;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * DELETE. An object goes with all its generations, and one that is not there is none any more: 204. A directory ends
 * with its last object, so there is nothing to delete of an empty one; one that has objects is not deleted with them:
 * one request should not take a whole channel away.
 */
final class DeleteRequests {

    private final Intake intake;

    DeleteRequests(Intake intake) {
        this.intake = intake;
    }

    void object(Exchange exchange, ObjectPath path) {
        intake.answers().whenStoreAnswers(exchange, intake.log().delete(path), newest -> {
            intake.counters().deletes.increment();
            if (newest > 0) {
                intake.announcements().publish(new Announcement.Deleted(path, newest));
            }
            intake.answers().empty(exchange, HttpResponseStatus.NO_CONTENT);
        });
    }

    void directory(Exchange exchange, DirectoryPath directory) {
        intake.answers().whenStoreAnswers(exchange, intake.log().list(directory.path(), 1), listed -> {
            if (listed.isEmpty()) {
                intake.answers().empty(exchange, HttpResponseStatus.NO_CONTENT);
            } else {
                intake.answers()
                        .problem(
                                exchange,
                                HttpResponseStatus.CONFLICT,
                                "the directory is not empty: delete its objects one by one");
            }
        });
    }
}
