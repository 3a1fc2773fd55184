/** SessionService: what is played through shapers, and how far it is. */
package io.millrace.control.session;
