/** Secrets that programs tell: how they are made, written, and known again by their hash. */
package io.millrace.access.secret;
