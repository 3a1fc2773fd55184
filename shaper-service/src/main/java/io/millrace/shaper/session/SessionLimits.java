package io.millrace.shaper.session;

import java.time.Duration;

/**
 * What bounds sessions that are made by a shaper.
 *
 * @param most at once, of those that live in the shaper only
 * @param life how long one lives; without a control plane after its last request
 */
public record SessionLimits(int most, Duration life) {}
