/** DripLS: its grammar of rules, and its URLs. */
package io.millrace.shaper.dripls;
