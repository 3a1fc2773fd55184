/** Sessions: what is played badly, by which rules, and what each session remembers from request to request. */
package io.millrace.shaper.session;
