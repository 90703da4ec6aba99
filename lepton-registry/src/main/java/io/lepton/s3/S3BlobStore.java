package io.lepton.s3;

import io.lepton.error.InvalidInputException;
import io.lepton.error.StorageException;
import io.lepton.spi.BlobStore;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Blobs as objects of one bucket of S3, or of a server that speaks its protocol. Thread-safe, and
 * safe between any number of processes and machines.
 *
 * <pre>{@code
 * BlobStore packs = S3BlobStore.builder("models").prefix("lepton/").region("eu-central-1").open();
 * try (ModelManager models = ModelManager.builder(home).blobs(packs).open()) { … }
 * }</pre>
 *
 * <p>How S3 keeps the rules of {@link BlobStore}:
 *
 * <ul>
 *   <li><b>Whole or not at all:</b> an object appears with the answer to its PUT, or to the request
 *       that completes its parts. Reading after writing is consistent: so S3 since December 2020; a
 *       compatible server must be, too.
 *   <li><b>Durable:</b> S3 answers when copies lie in several places (one, for classes with a
 *       single zone); a compatible server promises what its operator set up. The MD5 of what was
 *       sent is sent along, so that bytes damaged on the way are refused.
 *   <li><b>Written once:</b> each write carries {@code If-None-Match: *}. A server that ignores
 *       this would let a second writer replace a blob without a word; it is found out by {@link
 *       Builder#open}, and before the first blob in parts, and refused.
 *   <li><b>One winner:</b> when an answer is lost and the request sent again, a writer meets its
 *       own blob and is told that it is taken. Each object therefore names its writer ({@code
 *       x-amz-meta-lepton-writer}), and after any failure of a write it is looked up whose blob is
 *       there: one's own is success, another's is {@link io.lepton.error.AlreadyExistsException},
 *       none is a {@link StorageException}.
 *   <li><b>Gone when deleted:</b> if the bucket keeps old versions of objects, all versions of the
 *       blob are deleted, which needs the rights {@code s3:ListBucketVersions} and {@code
 *       s3:DeleteObjectVersion}. What replication or object lock keep elsewhere is beyond reach.
 * </ul>
 *
 * <p>Blobs of up to one part (8 MiB) take one request. Larger ones are sent in parts, several at a
 * time, and are held in memory only so far: (parallel parts + 1) × part size for each writer. The
 * parts of a process that crashed stay, invisible, and cost money: give the bucket a lifecycle rule
 * {@code AbortIncompleteMultipartUpload}, or call {@link #abortUploadsOlderThan} now and then.
 *
 * <p>A read that nothing led up to is one request for just what was asked. Reads of a blob that
 * follow each other, by one thread or by several at once, with gaps of at most 64 KiB, come out of
 * blocks of up to 8 MiB, several of which are on their way at a time. No more is fetched ahead than
 * was read before, nor past the end. A store keeps at most 64 MiB so, each block until it was read
 * or for ten seconds from its request on: so long, a blob that <em>another</em> process deleted may
 * still be read in part, where this one was reading it; what this store deleted is gone at once. A
 * block that fails is forgotten, and the read done by itself, with all its attempts. Loading 64 MiB
 * from a server that answers each request 20 ms late takes 12 requests and 0.5 s instead of 64 and
 * 1.3 s, and 27 and 0.9 s instead of 128 and 2.6 s if they are stored as differences (two cores,
 * measured with server and client on one machine).
 *
 * <p>Requests that met a time-out, a broken connection, throttling or a fault of the server are
 * repeated with growing, random pauses. What still fails is {@link
 * io.lepton.error.StorageException.Kind#TRANSIENT}; refused rights, a missing bucket, a full disk
 * and the like are {@code PERMANENT} and not repeated. Rights needed: {@code s3:GetObject}, {@code
 * s3:PutObject}, {@code s3:DeleteObject}, {@code s3:AbortMultipartUpload} and {@code s3:ListBucket}
 * (without which S3 answers "forbidden" for what is merely not there).
 *
 * <p>Only the endpoint is connected to. If no credentials are given, the AWS SDK looks for them,
 * and the last place it asks is the metadata service of the machine (switch it off by {@code
 * AWS_EC2_METADATA_DISABLED=true}).
 */
public final class S3BlobStore implements BlobStore {
  private final Bucket bucket;
  private final InstantSource clock;

  private S3BlobStore(Bucket bucket, InstantSource clock) {
    this.bucket = bucket;
    this.clock = clock;
  }

  /** How a request names the bucket. */
  public enum Addressing {
    /** {@code https://endpoint/bucket/key}: works with most servers. */
    PATH,
    /** {@code https://bucket.endpoint/key}: what Amazon's S3 asks for. */
    VIRTUAL_HOST
  }

  /** Whether a server is believed to honour {@code If-None-Match: *}. */
  public enum ConditionalWrites {
    /** It is tried on opening: one request, two the first time; they need the right to write. */
    PROBED,
    /** It is taken for granted: for those who only read. A server that lies loses blobs. */
    TRUSTED
  }

  /**
   * Starts with the settings of Amazon's S3.
   *
   * @param bucket that exists
   * @return settings, to be completed
   */
  public static Builder builder(String bucket) {
    return new Builder(bucket);
  }

  @Override
  public Writer create(String key) {
    return new BlobUpload(bucket, BlobStore.requireValidKey(key));
  }

  @Override
  public long size(String key) {
    return bucket.size(BlobStore.requireValidKey(key));
  }

  @Override
  public ByteBuffer read(String key, long offset, int length) {
    return bucket.reading.read(BlobStore.requireValidKey(key), offset, length);
  }

  @Override
  public void read(String key, long offset, ByteBuffer to) {
    bucket.reading.read(BlobStore.requireValidKey(key), offset, to);
  }

  @Override
  public Stream<String> list(String prefix) {
    return bucket.list(prefix);
  }

  @Override
  public void delete(String key) {
    bucket.delete(BlobStore.requireValidKey(key));
  }

  /**
   * Gives up blobs that were being sent in parts and were never committed, by this process or
   * another. Choose an age no writer reaches that is still at work.
   *
   * @param age since the first part was announced, by the server's clock
   * @return how many were given up
   */
  public int abortUploadsOlderThan(Duration age) {
    return bucket.abortUploads(clock.instant().minus(age));
  }

  @Override
  public void close() {
    bucket.close();
  }

  /** Settings of a store to be opened. Not thread-safe. */
  public static final class Builder {
    private static final Pattern PREFIX = Pattern.compile("([A-Za-z0-9._-]+/)*");
    private static final int MIN_PART = 5 << 20;
    private static final int MAX_PART = 1 << 30;
    private static final int MOST_AT_ONCE = 64;

    private final String bucket;
    private String prefix = "";
    private @Nullable URI endpoint;
    private @Nullable String region;
    private @Nullable Addressing addressing;
    private @Nullable Object credentials;
    private int partBytes = 8 << 20;
    private int parallelParts = 4;
    private int attempts = 5;
    private Duration timeout = Duration.ofSeconds(30);
    private int pageKeys = 1000;
    private @Nullable Duration firstPause;
    private ConditionalWrites conditionalWrites = ConditionalWrites.PROBED;
    private InstantSource clock = InstantSource.system();

    private Builder(String bucket) {
      this.bucket = Objects.requireNonNull(bucket);
    }

    /**
     * Puts all blobs below a prefix, so that several stores share one bucket.
     *
     * @param folder segments of {@code [A-Za-z0-9._-]} joined by {@code /}; none unless given
     * @return this
     */
    public Builder prefix(String folder) {
      String whole = folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/";
      if (!PREFIX.matcher(whole).matches() || whole.length() > 256) {
        throw new InvalidInputException(
            "prefix \""
                + folder
                + "\"; expected segments of [A-Za-z0-9._-] joined by /, at most 255 characters");
      }
      prefix = whole;
      return this;
    }

    /**
     * Names a server other than Amazon's.
     *
     * @param server {@code https://host:port} (or {@code http}, in a network that is trusted)
     * @return this
     */
    public Builder endpoint(URI server) {
      String scheme = String.valueOf(server.getScheme()).toLowerCase(Locale.ROOT);
      if (server.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
        throw new InvalidInputException(
            "endpoint "
                + server
                + "; expected https://host or http://host, with a port if need be");
      }
      endpoint = server;
      return this;
    }

    /**
     * Names the region of the bucket.
     *
     * @param name such as {@code eu-central-1}; what the environment says unless given, or {@code
     *     us-east-1} at an endpoint of one's own
     * @return this
     */
    public Builder region(String name) {
      region = Objects.requireNonNull(name);
      return this;
    }

    /**
     * Chooses how the bucket is named; by path at an endpoint of one's own, by host at Amazon's,
     * unless given.
     *
     * @param style that the server understands
     * @return this
     */
    public Builder addressing(Addressing style) {
      addressing = Objects.requireNonNull(style);
      return this;
    }

    /**
     * Gives a fixed key. Nothing else is asked for credentials then.
     *
     * @param accessKey its public half
     * @param secretKey its secret half, kept in memory only
     * @return this
     */
    public Builder credentials(String accessKey, String secretKey) {
      credentials = new Settings.Key(accessKey, secretKey, null);
      return this;
    }

    /**
     * Gives a key that expires.
     *
     * @param accessKey its public half
     * @param secretKey its secret half, kept in memory only
     * @param sessionToken handed out with it
     * @return this
     */
    public Builder credentials(String accessKey, String secretKey, String sessionToken) {
      credentials = new Settings.Key(accessKey, secretKey, Objects.requireNonNull(sessionToken));
      return this;
    }

    /**
     * Says who gives the credentials; the default chain of the AWS SDK unless given.
     *
     * @param provider asked for each request; not closed with the store
     * @return this
     */
    public Builder credentialsProvider(AwsCredentialsProvider provider) {
      credentials = Objects.requireNonNull(provider);
      return this;
    }

    /**
     * Chooses the size of parts. A blob has at most 10,000 of them.
     *
     * @param bytes from 5 MiB to 1 GiB; 8 MiB unless given
     * @return this
     */
    public Builder partBytes(int bytes) {
      partBytes = requireWithin("part of", bytes, MIN_PART, MAX_PART);
      return this;
    }

    /**
     * Chooses how many parts are sent at a time.
     *
     * @param count from 1 to 64; 4 unless given
     * @return this
     */
    public Builder parallelParts(int count) {
      parallelParts = requireWithin("parallel parts:", count, 1, MOST_AT_ONCE);
      return this;
    }

    /**
     * Chooses how often a request is sent before it counts as failed.
     *
     * @param count from 1 to 20; 5 unless given
     * @return this
     */
    public Builder attempts(int count) {
      attempts = requireWithin("attempts:", count, 1, 20);
      return this;
    }

    /**
     * Chooses how long a connection, and any pause of the server, may take.
     *
     * @param patience positive; 30 seconds unless given
     * @return this
     */
    public Builder timeout(Duration patience) {
      if (patience.isNegative() || patience.isZero()) {
        throw new InvalidInputException("timeout " + patience + "; expected a positive one");
      }
      timeout = patience;
      return this;
    }

    /**
     * Chooses whether the server's conditional writes are tried on opening; they are unless given.
     *
     * @param belief what is known of the server
     * @return this
     */
    public Builder conditionalWrites(ConditionalWrites belief) {
      conditionalWrites = Objects.requireNonNull(belief);
      return this;
    }

    /**
     * Chooses where the time comes from.
     *
     * @param source compared with the server's times
     * @return this
     */
    public Builder clock(InstantSource source) {
      clock = Objects.requireNonNull(source);
      return this;
    }

    /**
     * Sizes and pauses that only tests choose: servers in use may refuse such small parts, or be
     * hurt by requests that follow each other so fast.
     *
     * @param partSize of all parts but the last
     * @param keys of one page of a listing
     * @param pause before the second attempt, from which the others grow
     */
    Builder tuned(int partSize, int keys, Duration pause) {
      partBytes = partSize;
      pageKeys = keys;
      firstPause = pause;
      return this;
    }

    /**
     * Opens the store.
     *
     * @return the store, to be closed
     * @throws InvalidInputException if no region is known
     * @throws StorageException if the AWS SDK is not on the class path, the bucket is missing or
     *     out of reach, or the server does not honour conditional writes
     */
    public S3BlobStore open() {
      Sdk.require(S3BlobStore.class.getClassLoader());
      Settings settings =
          new Settings(
              bucket,
              prefix,
              endpoint,
              region,
              addressing != null
                  ? addressing
                  : endpoint != null ? Addressing.PATH : Addressing.VIRTUAL_HOST,
              credentials,
              partBytes,
              parallelParts,
              pageKeys,
              attempts,
              timeout,
              firstPause,
              conditionalWrites);
      return new S3BlobStore(Bucket.open(settings, clock), clock);
    }

    private static int requireWithin(String what, int value, int least, int most) {
      if (value < least || value > most) {
        throw new InvalidInputException(
            what + " " + value + "; expected from " + least + " to " + most);
      }
      return value;
    }
  }
}
