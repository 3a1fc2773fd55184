/** The memory that manifests may take, over all sessions. */
package io.millrace.shaper.memory;
