/** How Kafka is reached. */
package io.millrace.backends.kafka;
