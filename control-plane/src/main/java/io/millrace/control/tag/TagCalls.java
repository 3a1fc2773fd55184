package io.millrace.control.tag;

import com.google.protobuf.Empty;
import io.grpc.stub.StreamObserver;
import io.millrace.control.api.Answer;
import io.millrace.control.api.Page;
import io.millrace.control.change.Changes;
import io.millrace.control.resource.Kind;
import io.millrace.control.resource.Resources;
import io.millrace.control.store.Change;
import io.millrace.control.store.ControlStore;
import io.millrace.proto.control.store.v1.StoredResource;
import io.millrace.proto.control.v1.CreateTagRequest;
import io.millrace.proto.control.v1.DeleteTagRequest;
import io.millrace.proto.control.v1.GetTagRequest;
import io.millrace.proto.control.v1.ListTagsRequest;
import io.millrace.proto.control.v1.ListTagsResponse;
import io.millrace.proto.control.v1.Tag;
import io.millrace.proto.control.v1.TagServiceGrpc.TagServiceImplBase;
import io.millrace.proto.control.v1.UpdateTagRequest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** TagService. */
public final class TagCalls extends TagServiceImplBase {

    private static final Kind<Tag> KIND = new Kind<>(
            "tags",
            tag -> StoredResource.newBuilder().setTag(tag).build(),
            StoredResource::getTag,
            TagCheck::check,
            TagCalls::links);

    private final Resources<Tag> tags;

    public TagCalls(ControlStore store, Changes changes, Clock clock) {
        this.tags = new Resources<>(KIND, store, changes, clock);
    }

    @Override
    public void getTag(GetTagRequest request, StreamObserver<Tag> responses) {
        Answer.to(responses, () -> tags.get(request.getName()));
    }

    @Override
    public void listTags(ListTagsRequest request, StreamObserver<ListTagsResponse> responses) {
        Answer.to(responses, () -> {
            Page page = tags.page(request.getPageSize(), request.getPageToken());
            return ListTagsResponse.newBuilder()
                    .addAllTags(tags.shown(page))
                    .setNextPageToken(page.nextToken())
                    .build();
        });
    }

    @Override
    public void createTag(CreateTagRequest request, StreamObserver<Tag> responses) {
        Answer.to(responses, () -> tags.create("tag_id", request.getTagId(), request.getTag()));
    }

    @Override
    public void updateTag(UpdateTagRequest request, StreamObserver<Tag> responses) {
        Answer.to(responses, () -> tags.update(request.getTag(), request.getUpdateMask()));
    }

    @Override
    public void deleteTag(DeleteTagRequest request, StreamObserver<Empty> responses) {
        Answer.to(responses, () -> tags.delete(request.getName(), request.getEtag()));
    }

    /** The rules that a tag names are there, and stay while it names them. */
    private static void links(Change change, String name, Optional<Tag> before, Optional<Tag> after) {
        List<String> old = before.map(Tag::getRulesList).map(List::copyOf).orElse(List.of());
        List<String> wanted = after.map(Tag::getRulesList).map(List::copyOf).orElse(List.of());
        old.stream().filter(rule -> !wanted.contains(rule)).forEach(rule -> change.use(rule, -1));
        wanted.stream()
                .filter(rule -> !old.contains(rule))
                .forEach(rule -> change.needs(rule).use(rule, 1));
    }
}
