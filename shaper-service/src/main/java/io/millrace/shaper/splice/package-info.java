/** SCTE 35: what says where advertisements begin and end. */
package io.millrace.shaper.splice;
