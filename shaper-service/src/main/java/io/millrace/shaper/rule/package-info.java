/** Rules: which requests they are for, when they are in force, and what they have done to a response. */
package io.millrace.shaper.rule;
