package io.millrace.cli.doctor;

/**
 * What was found of one thing.
 *
 * @param evidence a sentence, with figures
 */
record Finding(Check check, Result result, String evidence) {}
