/** Who calls the API, what they may, and the log of what they changed. */
package io.millrace.control.caller;
