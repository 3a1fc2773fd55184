/**
 * The chart as its users meet it: rendered by Helm itself, read field by field as an API server reads it, and checked for what
 * must hold whatever the values are.
 */
package io.millrace.helm;
