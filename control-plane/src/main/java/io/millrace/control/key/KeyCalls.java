package io.millrace.control.key;

import com.google.protobuf.Empty;
import io.grpc.stub.StreamObserver;
import io.millrace.control.api.Answer;
import io.millrace.control.api.Page;
import io.millrace.control.change.Changes;
import io.millrace.control.store.ControlStore;
import io.millrace.proto.control.v1.CreateKeyRequest;
import io.millrace.proto.control.v1.CreateKeyResponse;
import io.millrace.proto.control.v1.DeleteKeyRequest;
import io.millrace.proto.control.v1.GetKeyRequest;
import io.millrace.proto.control.v1.KeyServiceGrpc.KeyServiceImplBase;
import io.millrace.proto.control.v1.ListKeysRequest;
import io.millrace.proto.control.v1.ListKeysResponse;
import io.millrace.proto.control.v1.PublishKey;
import io.millrace.proto.control.v1.RevokeKeyRequest;
import io.millrace.proto.control.v1.RotateKeyRequest;
import io.millrace.proto.control.v1.RotateKeyResponse;
import java.time.Clock;

/** KeyService. */
public final class KeyCalls extends KeyServiceImplBase {

    private final Keys keys;

    public KeyCalls(ControlStore store, Changes changes, Clock clock) {
        this.keys = new Keys(store, changes, clock);
    }

    @Override
    public void getKey(GetKeyRequest request, StreamObserver<PublishKey> responses) {
        Answer.to(responses, () -> keys.get(request.getName()));
    }

    @Override
    public void listKeys(ListKeysRequest request, StreamObserver<ListKeysResponse> responses) {
        Answer.to(responses, () -> {
            Page page = keys.page(request.getParent(), request.getPageSize(), request.getPageToken());
            return ListKeysResponse.newBuilder()
                    .addAllKeys(page.resources().stream().map(keys::shown).toList())
                    .setNextPageToken(page.nextToken())
                    .build();
        });
    }

    @Override
    public void createKey(CreateKeyRequest request, StreamObserver<CreateKeyResponse> responses) {
        Answer.to(responses, () -> keys.create(request));
    }

    @Override
    public void rotateKey(RotateKeyRequest request, StreamObserver<RotateKeyResponse> responses) {
        Answer.to(responses, () -> keys.rotate(request));
    }

    @Override
    public void revokeKey(RevokeKeyRequest request, StreamObserver<PublishKey> responses) {
        Answer.to(responses, () -> keys.revoke(request.getName(), request.getEtag()));
    }

    @Override
    public void deleteKey(DeleteKeyRequest request, StreamObserver<Empty> responses) {
        Answer.to(responses, () -> keys.delete(request.getName(), request.getEtag()));
    }
}
