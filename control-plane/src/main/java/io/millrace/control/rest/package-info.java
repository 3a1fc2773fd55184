/** The HTTP port: the API as REST and JSON, its description, and redirects to edges. */
package io.millrace.control.rest;
