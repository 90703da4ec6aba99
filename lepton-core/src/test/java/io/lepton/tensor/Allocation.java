package io.lepton.tensor;

import com.sun.management.ThreadMXBean;
import io.lepton.error.LeptonException;
import java.lang.management.ManagementFactory;

/** What reading a safetensors file may allocate, and what it does. */
final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** The exception with its stack trace and message, decoders, empty collections. */
  private static final long CONSTANT = 64 * 1024;

  /**
   * Bytes for each byte of the file, garbage included. The densest header is a list of one-digit
   * dimensions, 2 bytes each: as longs they take 8 bytes in an array that doubles (at most 32 for
   * all its sizes), 8 in its trimmed copy and 8 in the Shape's, 48 bytes in all or 24 a byte. The
   * densest tensor has about 50 bytes of header and becomes some 20 small objects, about 1,200
   * bytes, again 24 a byte. A third is added for the heap's rounding.
   */
  private static final long BYTES_PER_BYTE = 32;

  private Allocation() {}

  static long bound(byte[] file) {
    return CONSTANT + BYTES_PER_BYTE * file.length;
  }

  /** Reads twice: on its first use the JVM links a call site, on the reader's account. */
  static long ofReading(byte[] file) {
    long first = ofReadingOnce(file);
    return first < bound(file) ? first : ofReadingOnce(file);
  }

  private static long ofReadingOnce(byte[] file) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      RawFile.read(file);
    } catch (LeptonException refused) {
      // Refusals are bound by the same measure.
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
