/** ConfigService: the data plane is sent what it needs, then each change of it. */
package io.millrace.control.watch;
