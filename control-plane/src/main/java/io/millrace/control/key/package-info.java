/** KeyService, and the life of keys. */
package io.millrace.control.key;
