/** URLs as manifests hold them: where they stand in the text, and what they are when resolved. */
package io.millrace.shaper.url;
