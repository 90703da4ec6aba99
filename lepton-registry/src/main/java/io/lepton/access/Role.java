package io.lepton.access;

import java.util.EnumSet;
import java.util.Set;

/** What a person is trusted with. */
public enum Role {
  /** Sees and loads. */
  READER(Action.READ, Action.LOAD, Action.READ_RECORDS, Action.VERIFY),
  /** Also makes versions and what belongs to them, and moves names that no rule protects. */
  WRITER(
      READER,
      Action.SAVE,
      Action.EVALUATE,
      Action.MOVE_BRANCH,
      Action.TAG,
      Action.MOVE_ALIAS,
      Action.MOVE_STAGE,
      Action.RECORD),
  /** Sees, approves and puts into service, but makes nothing. */
  APPROVER(READER, Action.APPROVE, Action.MOVE_ALIAS, Action.MOVE_STAGE, Action.READ_AUDIT),
  /** Everything. */
  ADMIN(Action.values());

  private final Set<Action> actions;

  Role(Action... actions) {
    this.actions = EnumSet.copyOf(Set.of(actions));
  }

  Role(Role base, Action... more) {
    this(more);
    actions.addAll(base.actions);
  }

  /**
   * What the role may do.
   *
   * @return the actions
   */
  public Set<Action> actions() {
    return EnumSet.copyOf(actions);
  }
}
