/** What channels, rules and tags have in common: they are got, listed, created, changed and deleted. */
package io.millrace.control.resource;
