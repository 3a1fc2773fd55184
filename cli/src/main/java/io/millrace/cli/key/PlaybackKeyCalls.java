package io.millrace.cli.key;

import io.millrace.cli.control.ControlConnection;
import io.millrace.cli.control.Pages;
import io.millrace.cli.resource.Protos;
import io.millrace.proto.control.v1.CreatePlaybackKeyRequest;
import io.millrace.proto.control.v1.CreatePlaybackKeyResponse;
import io.millrace.proto.control.v1.DeletePlaybackKeyRequest;
import io.millrace.proto.control.v1.IssueTokenRequest;
import io.millrace.proto.control.v1.IssueTokenResponse;
import io.millrace.proto.control.v1.ListPlaybackKeysRequest;
import io.millrace.proto.control.v1.ListPlaybackKeysResponse;
import io.millrace.proto.control.v1.PlaybackKey;
import io.millrace.proto.control.v1.PlaybackKeyKind;
import io.millrace.proto.control.v1.PlaybackServiceGrpc;
import io.millrace.proto.control.v1.RevokePlaybackKeyRequest;
import io.millrace.proto.control.v1.RotatePlaybackKeyRequest;
import io.millrace.proto.control.v1.RotatePlaybackKeyResponse;
import java.util.List;

/** The calls of playback keys and tokens. Each throws StatusRuntimeException. */
final class PlaybackKeyCalls {

    private final PlaybackServiceGrpc.PlaybackServiceBlockingStub stub;

    PlaybackKeyCalls(ControlConnection connection) {
        stub = PlaybackServiceGrpc.newBlockingStub(connection.channel());
    }

    List<PlaybackKey> list(String channel) {
        return Pages.all(
                token -> stub.listPlaybackKeys(ListPlaybackKeysRequest.newBuilder()
                        .setParent(channel)
                        .setPageSize(Pages.SIZE)
                        .setPageToken(token)
                        .build()),
                ListPlaybackKeysResponse::getPlaybackKeysList,
                ListPlaybackKeysResponse::getNextPageToken);
    }

    CreatePlaybackKeyResponse create(String channel, String kind, NewKey options) {
        PlaybackKey.Builder key = PlaybackKey.newBuilder()
                .setKind(PlaybackKeyKind.valueOf("PLAYBACK_KEY_KIND_" + kind))
                .setDisplayName(options.displayName);
        options.expires.ifPresent(time -> key.setExpireTime(Protos.of(time)));
        return stub.createPlaybackKey(CreatePlaybackKeyRequest.newBuilder()
                .setParent(channel)
                .setPlaybackKeyId(options.id)
                .setPlaybackKey(key)
                .build());
    }

    RotatePlaybackKeyResponse rotate(String name, Rotation rotation) {
        RotatePlaybackKeyRequest.Builder request = RotatePlaybackKeyRequest.newBuilder()
                .setName(name)
                .setOverlap(Protos.of(rotation.overlap))
                .setPlaybackKeyId(rotation.id)
                .setEtag(rotation.etag);
        rotation.expires.ifPresent(time -> request.setExpireTime(Protos.of(time)));
        return stub.rotatePlaybackKey(request.build());
    }

    PlaybackKey revoke(String name, String etag) {
        return stub.revokePlaybackKey(RevokePlaybackKeyRequest.newBuilder()
                .setName(name)
                .setEtag(etag)
                .build());
    }

    void delete(String name, String etag) {
        var _ = stub.deletePlaybackKey(DeletePlaybackKeyRequest.newBuilder()
                .setName(name)
                .setEtag(etag)
                .build());
    }

    IssueTokenResponse issue(IssueTokenRequest request) {
        return stub.issueToken(request);
    }
}
