package io.lepton.data.split;

/**
 * Data whose rows can be chosen by number: a table, images, anything of the caller's own.
 *
 * @param <T> the data's own type
 */
public interface Selectable<T extends Selectable<T>> {
  /**
   * The number of rows.
   *
   * @return at least 0
   */
  int rows();

  /**
   * Some of the rows.
   *
   * @param indices of rows, in the order wanted; a row may come more than once
   * @return new data of the same form
   */
  T select(int... indices);

  /**
   * The same data under another name.
   *
   * @param name such as {@code train}
   * @return data that shares the content
   */
  T named(String name);
}
