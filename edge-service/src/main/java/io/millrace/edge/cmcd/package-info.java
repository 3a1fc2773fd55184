/** Common Media Client Data (CTA-5004): what players tell with their requests of how playback goes. */
package io.millrace.edge.cmcd;
