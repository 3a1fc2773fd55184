/** ChannelService. */
package io.millrace.control.channel;
