package io.lepton.sign;

/** What happens to symbolic links in a folder. */
public enum Symlinks {
  /** A link makes signing and verifying fail. */
  REFUSED,
  /** What a link leads to is read under the link's name. */
  FOLLOWED
}
