/** What all services of the API have in common: names, errors, pages, masks, and how a call is answered. */
package io.millrace.control.api;
