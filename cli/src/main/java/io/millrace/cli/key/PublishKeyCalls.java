package io.millrace.cli.key;

import io.millrace.cli.control.ControlConnection;
import io.millrace.cli.control.Pages;
import io.millrace.cli.resource.Protos;
import io.millrace.proto.control.v1.CreateKeyRequest;
import io.millrace.proto.control.v1.CreateKeyResponse;
import io.millrace.proto.control.v1.DeleteKeyRequest;
import io.millrace.proto.control.v1.KeyServiceGrpc;
import io.millrace.proto.control.v1.ListKeysRequest;
import io.millrace.proto.control.v1.ListKeysResponse;
import io.millrace.proto.control.v1.PublishKey;
import io.millrace.proto.control.v1.RevokeKeyRequest;
import io.millrace.proto.control.v1.RotateKeyRequest;
import io.millrace.proto.control.v1.RotateKeyResponse;
import java.util.List;

/** The calls of publish keys. Each throws StatusRuntimeException. */
final class PublishKeyCalls {

    private final KeyServiceGrpc.KeyServiceBlockingStub stub;

    PublishKeyCalls(ControlConnection connection) {
        stub = KeyServiceGrpc.newBlockingStub(connection.channel());
    }

    List<PublishKey> list(String channel) {
        return Pages.all(
                token -> stub.listKeys(ListKeysRequest.newBuilder()
                        .setParent(channel)
                        .setPageSize(Pages.SIZE)
                        .setPageToken(token)
                        .build()),
                ListKeysResponse::getKeysList,
                ListKeysResponse::getNextPageToken);
    }

    CreateKeyResponse create(String channel, NewKey options) {
        PublishKey.Builder key = PublishKey.newBuilder().setDisplayName(options.displayName);
        options.expires.ifPresent(time -> key.setExpireTime(Protos.of(time)));
        return stub.createKey(CreateKeyRequest.newBuilder()
                .setParent(channel)
                .setKeyId(options.id)
                .setKey(key)
                .build());
    }

    RotateKeyResponse rotate(String name, Rotation rotation) {
        RotateKeyRequest.Builder request = RotateKeyRequest.newBuilder()
                .setName(name)
                .setOverlap(Protos.of(rotation.overlap))
                .setKeyId(rotation.id)
                .setEtag(rotation.etag);
        rotation.expires.ifPresent(time -> request.setExpireTime(Protos.of(time)));
        return stub.rotateKey(request.build());
    }

    PublishKey revoke(String name, String etag) {
        return stub.revokeKey(
                RevokeKeyRequest.newBuilder().setName(name).setEtag(etag).build());
    }

    void delete(String name, String etag) {
        var _ = stub.deleteKey(
                DeleteKeyRequest.newBuilder().setName(name).setEtag(etag).build());
    }
}
