package io.lepton.train.internal;

import io.lepton.bytes.ByteSource;
import io.lepton.data.text.WordPiece;
import io.lepton.error.CorruptDataException;
import io.lepton.error.EngineException;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.train.TextEncoder.Arguments;
import io.lepton.train.TextEncoder.Padding;
import io.lepton.train.TextEncoder.Pooling;
import io.lepton.train.djl.TorchScriptRunner;
import io.lepton.train.onnx.OnnxRunner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A pretrained encoder that runs. Thread-safe; texts are encoded one by one. */
public final class TextFeatures implements AutoCloseable {
  private static final String IDS = "input_ids";
  private static final String MASK = "attention_mask";
  private static final String TYPES = "token_type_ids";

  /** Runs on ids, mask and types, each I64 [1, pieces]; its first output. */
  private interface Model extends AutoCloseable {
    Tensor run(Map<String, Tensor> inputs);

    @Override
    void close();
  }

  private final TextEncoderConfig config;
  private final WordPiece tokenizer;
  private final Model model;
  private final int size;

  private TextFeatures(TextEncoderConfig config, WordPiece tokenizer, Model model) {
    this.config = config;
    this.tokenizer = tokenizer;
    this.model = model;
    this.size = tryOut();
  }

  public static TextFeatures open(
      TextEncoderConfig config, ByteSource model, ByteSource vocabulary) {
    WordPiece tokenizer = WordPiece.read(vocabulary, config.letters());
    Model open =
        config.kind() == TextEncoderConfig.Kind.ONNX
            ? onnx(model)
            : torchScript(model, config.arguments());
    try {
      return new TextFeatures(config, tokenizer, open);
    } catch (RuntimeException e) {
      open.close();
      throw e;
    }
  }

  private static Model torchScript(ByteSource file, Arguments arguments) {
    TorchScriptRunner runner = TorchScriptRunner.open(file);
    List<String> names =
        switch (arguments) {
          case IDS -> List.of(IDS);
          case IDS_AND_MASK -> List.of(IDS, MASK);
          case IDS_MASK_AND_TYPES -> List.of(IDS, MASK, TYPES);
        };
    return new Model() {
      @Override
      public Tensor run(Map<String, Tensor> inputs) {
        return runner.run(names.stream().map(inputs::get).toList()).get(0);
      }

      @Override
      public void close() {
        runner.close();
      }
    };
  }

  private static Model onnx(ByteSource file) {
    ByteBuffer bytes = file.readAll();
    byte[] content = new byte[bytes.remaining()];
    bytes.get(content);
    OnnxRunner runner = OnnxRunner.open(content);
    List<String> names = List.copyOf(runner.inputs().keySet());
    if (!names.contains(IDS) || !List.of(IDS, MASK, TYPES).containsAll(names)) {
      runner.close();
      throw new CorruptDataException(
          "the encoder takes " + names + "; expected " + IDS + ", " + MASK + " and " + TYPES);
    }
    return new Model() {
      @Override
      public Tensor run(Map<String, Tensor> inputs) {
        Map<String, Tensor> known = new LinkedHashMap<>();
        names.forEach(name -> known.put(name, inputs.get(name)));
        return runner.run(known).values().iterator().next();
      }

      @Override
      public void close() {
        runner.close();
      }
    };
  }

  private int tryOut() {
    try {
      return of("").length;
    } catch (EngineException e) {
      throw new CorruptDataException(
          "the encoder does not take I64 [1, "
              + (config.padding() == Padding.NONE ? 2 : config.length())
              + "] as its arguments "
              + config.arguments()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /** The size of a text's vector. */
  public int size() {
    return size;
  }

  /** A text's vector. */
  public float[] of(String text) {
    int[] ids = tokenizer.encode(text, config.length());
    int pieces = config.padding() == Padding.NONE ? ids.length : config.length();
    int[] padded = Arrays.copyOf(ids, pieces);
    Arrays.fill(padded, ids.length, pieces, tokenizer.padding());
    int[] mask = new int[pieces];
    Arrays.fill(mask, 0, ids.length, 1);
    Tensor output =
        model.run(Map.of(IDS, longs(padded), MASK, longs(mask), TYPES, longs(new int[pieces])));
    return pooled(output, ids.length, pieces);
  }

  private static Tensor longs(int[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      bytes.putLong(value);
    }
    return Tensor.of(DType.I64, Shape.of(1, values.length), ByteSource.of(bytes.flip()));
  }

  private float[] pooled(Tensor output, int ids, int pieces) {
    boolean given = config.pooling() == Pooling.GIVEN;
    Shape shape = output.shape();
    if (output.dtype() != DType.F32
        || shape.rank() != (given ? 2 : 3)
        || shape.dimension(0) != 1
        || (!given && shape.dimension(1) != pieces)) {
      throw new CorruptDataException(
          "the encoder gives "
              + output
              + " for "
              + pieces
              + " pieces; pooling "
              + config.pooling()
              + " needs F32 "
              + (given ? "[1, size]" : "[1, " + pieces + ", size]"));
    }
    float[] values = output.toFloats();
    if (given) {
      return values;
    }
    int width = Math.toIntExact(shape.dimension(2));
    if (config.pooling() == Pooling.FIRST) {
      return Arrays.copyOf(values, width);
    }
    double[] sums = new double[width];
    for (int piece = 0; piece < ids; piece++) {
      for (int i = 0; i < width; i++) {
        sums[i] += values[piece * width + i];
      }
    }
    float[] mean = new float[width];
    for (int i = 0; i < width; i++) {
      mean[i] = (float) (sums[i] / ids);
    }
    return mean;
  }

  @Override
  public void close() {
    model.close();
  }
}
