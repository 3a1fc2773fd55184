/** The edges that are there: they register, report, are drained, lost and forgotten. */
package io.millrace.control.edge;
