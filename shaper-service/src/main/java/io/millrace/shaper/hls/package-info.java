/** HLS playlists (RFC 8216 and its second edition), read by line so that nothing of them is lost. */
package io.millrace.shaper.hls;
