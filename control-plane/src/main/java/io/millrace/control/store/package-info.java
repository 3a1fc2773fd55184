/** The control plane's state in Redis: resources, their one revision, and the log of their changes. */
package io.millrace.control.store;
