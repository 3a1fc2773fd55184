/** A model of TCP over a network that loses packets. */
package io.millrace.shaper.loss;
