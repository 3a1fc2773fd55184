/** Media presentation descriptions of DASH (ISO/IEC 23009-1), read for what they list and where their URLs stand. */
package io.millrace.shaper.dash;
