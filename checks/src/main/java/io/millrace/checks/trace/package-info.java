/** Recorded networks: rates that change with time. */
package io.millrace.checks.trace;
