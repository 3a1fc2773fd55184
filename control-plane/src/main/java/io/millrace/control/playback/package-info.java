/** PlaybackService: playback keys, and the tokens that are signed with them. */
package io.millrace.control.playback;
