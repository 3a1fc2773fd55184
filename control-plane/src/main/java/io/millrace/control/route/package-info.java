/** Which edges a channel is served from. */
package io.millrace.control.route;
