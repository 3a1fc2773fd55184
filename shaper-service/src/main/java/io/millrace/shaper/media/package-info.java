/** What a session's requests are for, as far as the manifests that it has seen tell. */
package io.millrace.shaper.media;
