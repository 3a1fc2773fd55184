/** How fast bodies go: rates that responses share, and turns to send. */
package io.millrace.shaper.pace;
