/** Sessions that a URL makes, with its rules in short forms in the query. */
package io.millrace.shaper.inline;
