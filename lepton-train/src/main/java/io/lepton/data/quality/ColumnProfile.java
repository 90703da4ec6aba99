package io.lepton.data.quality;

import io.lepton.data.ColumnType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How one column looks.
 *
 * @param name of the column
 * @param type of its values
 * @param rows number of rows
 * @param missing rows without a value
 * @param distinct number of different values
 * @param numbers mean, deviation (divisor n − 1), min, q25, median, q75 and max of numbers, or of
 *     the lengths of texts in characters; of texts also the mean number of {@code tokens}, the
 *     share of texts that are {@code empty} (without a token), and of tokens that come only once
 *     ({@code unseen}: about the share that a vocabulary of these texts would not know in others;
 *     Good 1953); empty for other types and without values
 * @param bins equally wide ones named by their lower ends, or the most frequent categories
 * @param tokens the most frequent words and symbols of texts; empty for other types
 */
public record ColumnProfile(
    String name,
    ColumnType type,
    long rows,
    long missing,
    long distinct,
    Map<String, Double> numbers,
    List<Bin> bins,
    List<Bin> tokens) {
  /** {@inheritDoc} */
  public ColumnProfile {
    Objects.requireNonNull(name);
    Objects.requireNonNull(type);
    numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
    bins = List.copyOf(bins);
    tokens = List.copyOf(tokens);
  }

  /**
   * How often some values come.
   *
   * @param label the values
   * @param count rows
   */
  public record Bin(String label, long count) {}
}
