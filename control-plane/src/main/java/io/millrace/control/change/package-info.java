/** What a replica knows of the store's changes, and how it hears of them. */
package io.millrace.control.change;
