package io.millrace.cli.doctor;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.Locale;

/** A report for programs: one JSON object. */
final class JsonReport {

    private static final double NANOS_PER_SECOND = 1e9;

    private final PrintWriter out;
    private final Settings settings;

    JsonReport(PrintWriter out, Settings settings) {
        this.out = out;
        this.settings = settings;
    }

    void print(Report report) {
        out.println(new JsonObject()
                .put("problems", report.count(Result.PROBLEM))
                .put("untested", report.count(Result.UNTESTED))
                .put("seconds", report.took().toNanos() / NANOS_PER_SECOND)
                .put("wayIn", way(report.in()))
                .put("wayOut", way(report.out()))
                .encode());
        out.flush();
    }

    private JsonObject way(Report.Way way) {
        JsonObject told = new JsonObject();
        way.told().forEach(told::put);
        JsonArray checks = new JsonArray();
        way.findings().forEach(finding -> checks.add(check(way, finding)));
        return new JsonObject()
                .put("url", way.url())
                .put("versions", new JsonArray(way.versions().stream().toList()))
                .put("told", told)
                .put("known", new JsonArray(way.known().stream().map(Proxy::key).toList()))
                .put("checks", checks);
    }

    private JsonObject check(Report.Way way, Finding finding) {
        JsonObject check = new JsonObject()
                .put("check", finding.check().key())
                .put("result", finding.result().name().toLowerCase(Locale.ROOT))
                .put("evidence", finding.evidence());
        if (finding.result() == Result.PROBLEM) {
            JsonObject set = new JsonObject();
            settings.of(finding.check(), way.known()).forEach((proxy, setting) -> set.put(proxy.key(), setting));
            check.put("settings", set);
        }
        return check;
    }
}
