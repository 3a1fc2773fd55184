/** Read-only directories of the filesystem among the live objects. */
package io.millrace.edge.mount;
