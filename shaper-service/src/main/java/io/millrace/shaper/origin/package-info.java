/** Where what is shaped comes from: an edge, or an origin that a guard lets the shaper ask. */
package io.millrace.shaper.origin;
