/** TagService. */
package io.millrace.control.tag;
