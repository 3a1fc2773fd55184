/** What is published to an ingest now, directory by directory, for those who ask what is live. */
package io.millrace.ingest.figures;
