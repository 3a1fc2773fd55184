/** What names, rules and sessions must be, as the API says it, before anybody takes them. */
package io.millrace.checks;
