/** LiveService: what is published and read now, put together from what the services report. */
package io.millrace.control.live;
