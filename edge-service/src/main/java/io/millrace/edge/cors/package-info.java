/** Which pages may read what an edge serves: the Fetch standard's CORS protocol. */
package io.millrace.edge.cors;
