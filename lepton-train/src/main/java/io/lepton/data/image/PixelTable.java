package io.lepton.data.image;

import io.lepton.data.Column;
import io.lepton.data.Dataset;
import io.lepton.data.Schema;
import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/** Pictures from a table with a column for each pixel. */
final class PixelTable {
  private PixelTable() {}

  static ImageDataset read(Dataset table, ImageShape shape, int maximum) {
    List<Schema.Field> features = table.schema().features();
    if (features.size() != shape.size()) {
      throw new InvalidInputException(
          table
              + " has "
              + features.size()
              + " columns beside the label; expected "
              + shape.size()
              + " for "
              + shape);
    }
    List<byte[]> pixels = new ArrayList<>();
    for (int row = 0; row < table.rows(); row++) {
      pixels.add(new byte[shape.size()]);
    }
    for (int i = 0; i < features.size(); i++) {
      Column column = table.column(features.get(i).name());
      for (int row = 0; row < table.rows(); row++) {
        Object value = column.value(row).orElse("missing");
        if (!(value instanceof Double pixel)
            || !(pixel >= 0 && pixel <= maximum)
            || pixel != Math.rint(pixel)) {
          throw new InvalidInputException(
              "row "
                  + row
                  + ", column \""
                  + column.name()
                  + "\" is "
                  + value
                  + "; expected a whole number from 0 to "
                  + maximum);
        }
        pixels.get(row)[i] = (byte) pixel.intValue();
      }
    }
    return ImageDataset.of(table.name(), shape, maximum, pixels, table.labels());
  }
}
