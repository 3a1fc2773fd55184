package io.millrace.control.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors.CheckedForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Shows a bearer token (RFC 6750) with each call; a file that holds it is read each time, since tokens are renewed. */
final class BearerToken implements ClientInterceptor {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]+");

    private final Optional<String> token;
    private final Optional<Path> file;

    private BearerToken(Optional<String> token, Optional<Path> file) {
        this.token = token;
        this.file = file;
    }

    /** @throws InvalidControlSettingException if the token or its file can't be used, or both are set */
    static BearerToken of(ControlClientConfig config) {
        config.token().ifPresent(token -> {
            if (!VISIBLE.matcher(token).matches()) {
                throw new InvalidControlSettingException(
                        "TOKEN", "not shown here", "it must be visible ASCII characters");
            }
        });
        BearerToken token = new BearerToken(config.token(), config.tokenFile());
        config.tokenFile().ifPresent(file -> {
            if (config.token().isPresent()) {
                throw new InvalidControlSettingException(
                        "TOKEN_FILE", file, "MILLRACE_CONTROL_TOKEN is set too, and only one of them may be");
            }
            try {
                token.current();
            } catch (IOException e) {
                throw new InvalidControlSettingException("TOKEN_FILE", file, e.getMessage());
            }
        });
        return token;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new CheckedForwardingClientCall<>(next.newCall(method, options)) {

            @Override
            protected void checkedStart(Listener<A> listener, Metadata headers) throws StatusException {
                try {
                    current().ifPresent(shown -> headers.put(AUTHORIZATION, "Bearer " + shown));
                } catch (IOException e) {
                    throw Status.UNAUTHENTICATED
                            .withDescription(
                                    "the token's file " + file.orElseThrow() + " can't be used: " + e.getMessage())
                            .asException();
                }
                delegate().start(listener, headers);
            }
        };
    }

    /** What is shown now; the exception's message says what is wrong with the file. */
    private Optional<String> current() throws IOException {
        if (file.isEmpty()) {
            return token;
        }
        String read;
        try {
            read = Files.readString(file.get()).strip();
        } catch (NoSuchFileException e) {
            throw new IOException("it is not there", e);
        } catch (IOException e) {
            throw new IOException("it can't be read: " + e.getMessage(), e);
        }
        if (!VISIBLE.matcher(read).matches()) {
            throw new IOException("it must hold one token of visible ASCII characters");
        }
        return Optional.of(read);
    }
}
