/** Patterns of paths, URLs and other text, as rules and settings have them. */
package io.millrace.shaper.glob;
