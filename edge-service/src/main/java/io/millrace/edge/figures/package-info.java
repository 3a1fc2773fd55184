/** What is read from an edge now, directory by directory, for those who ask what is live. */
package io.millrace.edge.figures;
