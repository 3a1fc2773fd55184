package io.millrace.control.playback;

import com.google.protobuf.Empty;
import io.grpc.stub.StreamObserver;
import io.millrace.control.api.Answer;
import io.millrace.control.api.Page;
import io.millrace.control.change.Changes;
import io.millrace.control.store.ControlStore;
import io.millrace.proto.control.v1.CreatePlaybackKeyRequest;
import io.millrace.proto.control.v1.CreatePlaybackKeyResponse;
import io.millrace.proto.control.v1.DeletePlaybackKeyRequest;
import io.millrace.proto.control.v1.GetPlaybackKeyRequest;
import io.millrace.proto.control.v1.IssueTokenRequest;
import io.millrace.proto.control.v1.IssueTokenResponse;
import io.millrace.proto.control.v1.ListPlaybackKeysRequest;
import io.millrace.proto.control.v1.ListPlaybackKeysResponse;
import io.millrace.proto.control.v1.PlaybackKey;
import io.millrace.proto.control.v1.PlaybackServiceGrpc.PlaybackServiceImplBase;
import io.millrace.proto.control.v1.RevokePlaybackKeyRequest;
import io.millrace.proto.control.v1.RotatePlaybackKeyRequest;
import io.millrace.proto.control.v1.RotatePlaybackKeyResponse;
import java.time.Clock;

/** PlaybackService. */
public final class PlaybackCalls extends PlaybackServiceImplBase {

    private final PlaybackKeys keys;
    private final Tokens tokens;

    public PlaybackCalls(ControlStore store, Changes changes, Clock clock) {
        this.keys = new PlaybackKeys(store, changes, clock);
        this.tokens = new Tokens(store, keys, clock);
    }

    @Override
    public void getPlaybackKey(GetPlaybackKeyRequest request, StreamObserver<PlaybackKey> responses) {
        Answer.to(responses, () -> keys.get(request.getName()));
    }

    @Override
    public void listPlaybackKeys(ListPlaybackKeysRequest request, StreamObserver<ListPlaybackKeysResponse> responses) {
        Answer.to(responses, () -> {
            Page page = keys.page(request.getParent(), request.getPageSize(), request.getPageToken());
            return ListPlaybackKeysResponse.newBuilder()
                    .addAllPlaybackKeys(
                            page.resources().stream().map(keys::shown).toList())
                    .setNextPageToken(page.nextToken())
                    .build();
        });
    }

    @Override
    public void createPlaybackKey(
            CreatePlaybackKeyRequest request, StreamObserver<CreatePlaybackKeyResponse> responses) {
        Answer.to(responses, () -> keys.create(request));
    }

    @Override
    public void rotatePlaybackKey(
            RotatePlaybackKeyRequest request, StreamObserver<RotatePlaybackKeyResponse> responses) {
        Answer.to(responses, () -> keys.rotate(request));
    }

    @Override
    public void revokePlaybackKey(RevokePlaybackKeyRequest request, StreamObserver<PlaybackKey> responses) {
        Answer.to(responses, () -> keys.revoke(request.getName(), request.getEtag()));
    }

    @Override
    public void deletePlaybackKey(DeletePlaybackKeyRequest request, StreamObserver<Empty> responses) {
        Answer.to(responses, () -> keys.delete(request.getName(), request.getEtag()));
    }

    @Override
    public void issueToken(IssueTokenRequest request, StreamObserver<IssueTokenResponse> responses) {
        Answer.to(responses, () -> tokens.issue(request));
    }
}
