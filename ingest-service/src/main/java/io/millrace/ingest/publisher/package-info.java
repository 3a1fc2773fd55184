/** Who may publish to a channel of the control plane: what a request offers, what proves it, and how long that holds. */
package io.millrace.ingest.publisher;
