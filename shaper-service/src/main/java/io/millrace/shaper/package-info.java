/** Streams served badly on purpose, so that players can be tested: rules on what is delivered, and how. */
package io.millrace.shaper;
