package io.lepton.testkit;

/** What a {@link FaultInjectingBlobStore} does to a blob without telling its writer. */
public enum Damage {
  /** The blob is not there, as after a flush that a disk only pretended to make. */
  DROP,
  /** The blob ends early: at least its last byte is missing, perhaps all. An empty blob is kept. */
  TRUNCATE,
  /** One bit of the blob is the other way round. An empty blob is kept. */
  FLIP_BIT
}
