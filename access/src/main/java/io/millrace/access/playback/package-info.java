/** Tokens that let their holder read below a path for a while: how they are written, signed, told and checked. */
package io.millrace.access.playback;
