package io.lepton.network;

import io.lepton.error.InvalidInputException;
import io.lepton.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** What a network asks of its input's values: finite, and codes where it looks rows up. */
final class InputCheck {
  /** Columns that must be whole numbers from 0 to count − 1. */
  private record Codes(int from, int columns, int count, String layer) {}

  private final int width;
  private final List<Codes> codes = new ArrayList<>();

  private InputCheck(int width) {
    this.width = width;
  }

  static InputCheck of(Shape input, Layer root) {
    InputCheck check = new InputCheck(Math.toIntExact(input.elementCount()));
    check.walk(root, "", 0, check.width);
    return check;
  }

  /** Follows the raw columns from..from + columns into a layer, as long as they stay raw. */
  private void walk(Layer layer, String path, int from, int columns) {
    if (layer instanceof Sequential sequential) {
      int start = from;
      int count = columns;
      for (Step step : sequential.steps()) {
        if (step.layer() instanceof Columns choice) {
          start += choice.from();
          count = choice.count();
        } else {
          walk(step.layer(), path + step.name() + ".", start, count);
          return;
        }
      }
    } else if (layer instanceof Branches branches) {
      branches.branches().forEach(b -> walk(b.layer(), path + b.name() + ".", from, columns));
    } else if (layer instanceof EmbedColumns embed) {
      int at = from + columns - embed.tables().size();
      for (EmbedColumns.Table table : embed.tables()) {
        codes.add(new Codes(at++, 1, table.count(), path));
      }
    } else if (layer instanceof EmbeddingBag bag) {
      codes.add(new Codes(from, columns, bag.count(), path));
    }
  }

  void require(float[] values, int rows) {
    if (rows < 0 || values.length != (long) rows * width) {
      throw new InvalidInputException(
          values.length + " values for " + rows + " rows of " + width + " each");
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new InvalidInputException(
            "row "
                + i / width
                + ", input "
                + i % width
                + " is "
                + values[i]
                + "; expected a finite number");
      }
    }
    for (Codes code : codes) {
      for (int row = 0; row < rows; row++) {
        for (int column = code.from; column < code.from + code.columns; column++) {
          require(values[row * width + column], row, column, code);
        }
      }
    }
  }

  private static void require(float value, int row, int column, Codes code) {
    if (!(value >= 0 && value < code.count && value == (int) value)) {
      throw new InvalidInputException(
          "row "
              + row
              + ", input "
              + column
              + " is "
              + value
              + "; layer "
              + (code.layer.isEmpty() ? "" : code.layer.substring(0, code.layer.length() - 1))
              + " expects a code, a whole number from 0 to "
              + (code.count - 1));
    }
  }
}
