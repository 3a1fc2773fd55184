/** What happens to a response on its way to the client. */
package io.millrace.shaper.body;
