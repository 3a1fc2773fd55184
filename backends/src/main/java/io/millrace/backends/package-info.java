/** How Redis and Kafka are reached, by every service alike: addresses, passwords, certificates, and what went wrong. */
package io.millrace.backends;
