/** How Redis is reached: one node, a Sentinel's master or a Cluster. */
package io.millrace.backends.redis;
