/** RuleService. */
package io.millrace.control.rule;
