package io.millrace.ingest;

/**
 * An upload that may begin.
 *
 * @param place what it takes up, to be left when it is over
 * @param terms what holds for it
 * @param permission what it depends on
 */
record Admitted(UploadLimits.Place place, UploadTerms terms, Permission permission) {}
