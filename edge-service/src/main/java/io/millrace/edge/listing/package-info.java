/** Listings of directories, for people and for programs. */
package io.millrace.edge.listing;
