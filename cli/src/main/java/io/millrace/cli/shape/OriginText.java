package io.millrace.cli.shape;

import io.millrace.cli.resource.ResourceNames;
import picocli.CommandLine.ITypeConverter;

/** Where a session's objects are asked for, as people write it: a URL, or a channel, {@code cam} or {@code channels/cam}. */
final class OriginText implements ITypeConverter<String> {

    @Override
    public String convert(String text) {
        return text.contains("://") ? text : new ResourceNames.OfChannel().convert(text);
    }
}
