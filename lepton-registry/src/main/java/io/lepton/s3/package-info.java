/**
 * Packs on S3, and on every server that speaks its protocol and honours conditional writes: {@link
 * io.lepton.s3.S3BlobStore}. Needs two optional dependencies of the registry, {@code
 * software.amazon.awssdk:s3} and {@code software.amazon.awssdk:apache5-client}.
 */
@NullMarked
package io.lepton.s3;

import org.jspecify.annotations.NullMarked;
