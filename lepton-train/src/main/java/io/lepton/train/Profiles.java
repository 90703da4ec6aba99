package io.lepton.train;

import io.lepton.data.BooleanColumn;
import io.lepton.data.CategoricalColumn;
import io.lepton.data.Column;
import io.lepton.data.ColumnType;
import io.lepton.data.Dataset;
import io.lepton.data.NumericColumn;
import io.lepton.model.CategoricalProfile;
import io.lepton.model.DataProfile;
import io.lepton.model.NumericProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Profiles raw training data, before cleaning, since raw rows are what a deployed model gets. */
final class Profiles {
  private Profiles() {}

  static DataProfile ofInputs(Dataset train) {
    List<NumericProfile> numeric = new ArrayList<>();
    List<CategoricalProfile> categorical = new ArrayList<>();
    for (Column column : train.columns()) {
      if (column instanceof NumericColumn numbers) {
        numeric.add(NumericProfile.of(column.name(), numbers.values()));
      } else if (column instanceof CategoricalColumn categories
          && column.type() == ColumnType.CATEGORICAL) {
        categorical.add(
            new CategoricalProfile(column.name(), column.missingCount(), categories.counts()));
      } else if (column instanceof BooleanColumn truths) {
        long missing = column.missingCount();
        long yes = truths.trueCount();
        categorical.add(
            new CategoricalProfile(
                column.name(),
                missing,
                Map.of("true", yes, "false", column.size() - missing - yes)));
      }
    }
    return new DataProfile(train.reference("train"), numeric, categorical, List.of());
  }
}
