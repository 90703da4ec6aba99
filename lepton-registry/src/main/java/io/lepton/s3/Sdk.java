package io.lepton.s3;

import io.lepton.error.StorageException;

/** The optional dependencies of this package. */
final class Sdk {
  private Sdk() {}

  /** Says what to add if the SDK is not there, instead of failing somewhere inside. */
  static void require(ClassLoader loader) {
    requireClass(
        loader, "software.amazon.awssdk.services.s3.S3Client", "software.amazon.awssdk:s3");
    requireClass(
        loader,
        "software.amazon.awssdk.http.apache5.Apache5HttpClient",
        "software.amazon.awssdk:apache5-client");
  }

  private static void requireClass(ClassLoader loader, String name, String coordinates) {
    try {
      Class.forName(name, false, loader);
    } catch (ClassNotFoundException | NoClassDefFoundError e) {
      throw new StorageException(
          StorageException.Kind.PERMANENT,
          "blobs on S3 need "
              + coordinates
              + ", which is not on the class path; add the dependencies software.amazon.awssdk:s3"
              + " and software.amazon.awssdk:apache5-client, 2.56 or a later 2.x",
          e);
    }
  }
}
