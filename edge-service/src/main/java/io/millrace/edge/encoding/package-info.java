/** Content codings: which of them a client takes, what is worth compressing, and the compression itself. */
package io.millrace.edge.encoding;
