package io.millrace.cli.tail;

/**
 * What an edge said before the body.
 *
 * @param status of the response
 * @param contentType empty where it tells none
 * @param growing whether the upload was in progress
 * @param serverTiming what the edge says of its own time, such as how long it has held the request; empty where nothing
 */
record Head(int status, String contentType, boolean growing, String serverTiming) {}
