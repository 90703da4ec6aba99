package io.lepton.access;

/**
 * What can be done to a store. Each action concerns one model, unless it says that it concerns the
 * whole store. What changes something also reads, and so needs {@link #READ} of the same model too.
 */
public enum Action {
  /** Seeing versions, refs, history, evaluations, differences; and for {@code verify} of one. */
  READ,
  /** Loading weights and files. */
  LOAD,
  /** Saving a version, which moves its branch. */
  SAVE,
  /** Attaching an evaluation. */
  EVALUATE,
  /** Moving, making or deleting a branch by hand. */
  MOVE_BRANCH,
  /** Making a tag. */
  TAG,
  /** Moving, making or deleting an alias. */
  MOVE_ALIAS,
  /** Moving, making or deleting a stage. */
  MOVE_STAGE,
  /** Approving or rejecting a version. */
  APPROVE,
  /** Setting or lifting the rules before an alias or stage. */
  PROTECT,
  /** Moving a protected alias or stage though its rules do not pass. */
  OVERRIDE,
  /** Destroying a version's weights. */
  RETIRE,
  /** Adding to records of the application, such as experiments. Concerns the whole store. */
  RECORD,
  /** Reading records of the application, such as experiments. Concerns the whole store. */
  READ_RECORDS,
  /** Checking all that is stored. Concerns the whole store. */
  VERIFY,
  /** Collecting garbage, repairing, re-packing. Concerns the whole store. */
  MAINTAIN,
  /** Reading the audit log. Concerns the whole store. */
  READ_AUDIT,
  /** Keeping a signed checkpoint of the audit log. Concerns the whole store. */
  CHECKPOINT;

  /**
   * Whether nothing is changed by it.
   *
   * @return true for what only reads
   */
  public boolean onlyReads() {
    return switch (this) {
      case READ, LOAD, READ_RECORDS, VERIFY, READ_AUDIT -> true;
      default -> false;
    };
  }
}
