/** Who may read a channel's objects, and how a request shows it: with a CDN's secret or a signed token. */
package io.millrace.edge.playback;
