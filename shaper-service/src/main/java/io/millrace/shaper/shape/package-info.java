/** Requests of sessions: what they ask an origin for, and what becomes of its answer on the way to the client. */
package io.millrace.shaper.shape;
