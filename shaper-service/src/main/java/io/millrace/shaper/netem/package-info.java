/** Packets that the kernel loses: tc netem, where the shaper may use it. */
package io.millrace.shaper.netem;
