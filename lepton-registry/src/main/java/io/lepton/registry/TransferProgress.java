package io.lepton.registry;

/**
 * How far a transfer is. Versions are recorded only when all their content is there.
 *
 * @param versions to be brought over
 * @param versionsRead of which all content was looked at
 * @param chunksSent pieces that the receiver lacked and that were sent
 * @param bytesSent their size
 * @param chunksSkipped pieces that the receiver had
 * @param bytesSkipped their size
 */
public record TransferProgress(
    int versions,
    int versionsRead,
    long chunksSent,
    long bytesSent,
    long chunksSkipped,
    long bytesSkipped) {}
