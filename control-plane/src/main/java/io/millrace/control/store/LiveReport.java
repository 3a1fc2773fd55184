package io.millrace.control.store;

import io.millrace.proto.control.v1.ReportLiveRequest;

/**
 * What one service has said is live there.
 *
 * @param timeMillis when, by Redis's clock; another one for each report
 */
public record LiveReport(long timeMillis, ReportLiveRequest report) {}
