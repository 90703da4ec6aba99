package io.lepton.registry;

import io.lepton.model.Measure;
import io.lepton.registry.Diff.Amount;
import io.lepton.registry.Diff.Change;
import io.lepton.registry.Diff.MetricDiff;
import io.lepton.registry.Diff.Numbers;
import io.lepton.registry.Diff.TensorDiff;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Renders a {@link Diff} for people. */
final class DiffText {
  private final Diff diff;
  private final StringBuilder out = new StringBuilder();

  DiffText(Diff diff) {
    this.diff = diff;
  }

  String text() {
    out.append(diff.before()).append(" -> ").append(diff.after()).append('\n');
    tensors();
    diff.files().stream()
        .filter(file -> file.change() != Change.EQUAL)
        .forEach(
            f ->
                line("file \"" + f.name() + "\"", f.change(), bytes(f.before()), bytes(f.after())));
    diff.hyperparameters()
        .forEach(s -> line("hyperparameter " + s.name(), s.change(), s.before(), s.after()));
    diff.metrics().forEach(this::metric);
    diff.data().stream()
        .filter(data -> data.change() != Change.EQUAL)
        .forEach(
            d ->
                line(
                    "data \"" + d.name() + "\"",
                    d.change(),
                    d.before() == null ? null : rows(d.before().rows()),
                    d.after() == null ? null : rows(d.after().rows())));
    diff.fields().forEach(f -> line(f.name(), f.change(), f.before(), f.after()));
    if (diff.signatureChanged() && diff.fields().isEmpty()) {
      out.append("  order of inputs or outputs changed\n");
    }
    if (diff.configChanged()) {
      out.append("  configuration changed\n");
    }
    return out.toString();
  }

  private void tensors() {
    long equal = diff.tensors().stream().filter(t -> t.change() == Change.EQUAL).count();
    out.append("  tensors: ").append(equal).append(" of ").append(diff.tensors().size());
    out.append(" equal\n");
    for (TensorDiff tensor : diff.tensors()) {
      if (tensor.change() == Change.CHANGED && tensor.amount() != null) {
        out.append("  tensor \"").append(tensor.name()).append("\" changed: ");
        out.append(amount(tensor.amount())).append('\n');
      } else if (tensor.change() != Change.EQUAL) {
        line(
            "tensor \"" + tensor.name() + "\"",
            tensor.change(),
            tensor.before() == null ? null : type(tensor.before()),
            tensor.after() == null ? null : type(tensor.after()));
      }
    }
  }

  private static String type(io.lepton.model.Version.TensorInfo info) {
    return info.dtype() + " " + info.shape();
  }

  private static String amount(Amount amount) {
    Numbers numbers = amount.numbers();
    if (numbers == null) {
      return amount.changedBits() + " bits";
    }
    String text =
        numbers.changedElements()
            + " elements, max |change| "
            + number(numbers.maxAbsolute())
            + ", relative L2 "
            + number(numbers.relativeL2());
    return numbers.notFinite() == 0 ? text : text + ", " + numbers.notFinite() + " not finite";
  }

  private void metric(MetricDiff metric) {
    out.append("  ").append(metric.metric()).append(" on ").append(metric.data()).append(": ");
    out.append(measure(metric.before())).append(" -> ").append(measure(metric.after()));
    if (metric.before() != null && metric.after() != null && !metric.sameData()) {
      out.append(" (different data)");
    }
    out.append('\n');
  }

  private static String measure(@Nullable Measure measure) {
    if (measure == null) {
      return "-";
    }
    String text = number(measure.value());
    return measure
        .findInterval()
        .map(i -> text + " [" + number(i.low()) + ", " + number(i.high()) + "]")
        .orElse(text);
  }

  private void line(String what, Change change, @Nullable Object before, @Nullable Object after) {
    out.append("  ").append(what).append(' ').append(change.name().toLowerCase(Locale.ROOT));
    out.append(": ");
    if (change == Change.CHANGED) {
      out.append(before).append(" -> ").append(after);
    } else {
      out.append(before == null ? after : before);
    }
    out.append('\n');
  }

  private static @Nullable String bytes(@Nullable Long size) {
    return size == null ? null : size + " bytes";
  }

  private static String rows(long rows) {
    return rows + " rows";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
