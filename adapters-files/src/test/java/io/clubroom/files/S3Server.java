package io.clubroom.files;

import java.net.URI;
import java.util.Optional;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;

/** An S3-compatible server in memory, with one bucket. */
final class S3Server {
    static final S3Keys KEYS = new S3Keys("an-id", "a secret key", Optional.empty());
    static final String BUCKET = "club-files";

    private final BlobStoreContext context;
    private final S3Proxy proxy;

    private S3Server(BlobStoreContext context, S3Proxy proxy) {
        this.context = context;
        this.proxy = proxy;
    }

    static S3Server start() throws Exception {
        BlobStoreContext context = ContextBuilder.newBuilder("transient-nio2")
                .credentials(KEYS.id(), KEYS.secret())
                .build(BlobStoreContext.class);
        context.getBlobStore().createContainerInLocation(null, BUCKET);
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(context.getBlobStore())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, KEYS.id(), KEYS.secret())
                .build();
        proxy.start();
        return new S3Server(context, proxy);
    }

    /** Where stores keep their contents, under this prefix. */
    S3Location location(String prefix) {
        return S3Location.parse(
                "s3://" + BUCKET + "/" + prefix + "?path_style=true&endpoint=http://127.0.0.1:" + proxy.getPort());
    }

    BlobStore objects() {
        return context.getBlobStore();
    }

    void stop() throws Exception {
        proxy.stop();
        context.close();
    }
}
